package io.serai.gateway.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;

import io.grpc.MethodDescriptor.MethodType;
import io.grpc.protobuf.ProtoUtils;
import io.serai.event.Json;
import io.serai.gateway.ContractException;
import io.serai.gateway.RefusedException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * A unary method and the shape of its request.
 *
 * @param method as the descriptor set has it
 * @param template the request as JSON with values in it
 * @param types of values that hold a message of any type
 */
record GrpcRequest(MethodDescriptor method, BoundTemplate template, JsonFormat.TypeRegistry types) {

    /**
     * @param text three lines: the descriptor set's file, the method, and the request as JSON
     * @throws IllegalArgumentException saying what is wrong
     */
    static GrpcRequest of(String text) {
        String[] lines = text.split("\n", 3);
        String file = lines[0].strip();
        GrpcMethods methods =
                new GrpcMethods(Path.of(file.startsWith("file:") ? file.substring(5) : file));
        MethodDescriptor method = methods.method(lines[1].strip());
        JsonNode shape = shape(lines[2]);
        shape.fieldNames()
                .forEachRemaining(
                        name -> {
                            if (method.getInputType().getFields().stream()
                                    .noneMatch(
                                            field ->
                                                    field.getJsonName().equals(name)
                                                            || field.getName().equals(name))) {
                                throw new IllegalArgumentException(
                                        method.getInputType().getFullName()
                                                + " has no field "
                                                + name);
                            }
                        });
        return new GrpcRequest(method, new BoundTemplate(lines[2], Set.of()), methods.types());
    }

    private static JsonNode shape(String template) {
        try {
            return Json.MAPPER.readTree(template);
        } catch (IOException e) {
            throw new IllegalArgumentException("The request is not JSON", e);
        }
    }

    /**
     * The message with these values.
     *
     * @throws RefusedException if a value is not of its field's type
     */
    DynamicMessage message(Map<?, ?> values) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(method.getInputType());
        try {
            JsonFormat.parser()
                    .usingTypeRegistry(types)
                    .merge(template.with(values).toString(), message);
        } catch (InvalidProtocolBufferException e) {
            throw new RefusedException("what is asked for does not fit " + method.getName());
        }
        return message.build();
    }

    /** As the wire has it. */
    io.grpc.MethodDescriptor<DynamicMessage, DynamicMessage> wire() {
        return io.grpc.MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
                .setType(MethodType.UNARY)
                .setFullMethodName(
                        io.grpc.MethodDescriptor.generateFullMethodName(
                                method.getService().getFullName(), method.getName()))
                .setRequestMarshaller(
                        ProtoUtils.marshaller(
                                DynamicMessage.getDefaultInstance(method.getInputType())))
                .setResponseMarshaller(
                        ProtoUtils.marshaller(
                                DynamicMessage.getDefaultInstance(method.getOutputType())))
                .build();
    }

    /**
     * An answer as JSON; a field that is not set has its default, for no stock is an answer, too.
     */
    JsonNode json(DynamicMessage answer) {
        try {
            return Json.MAPPER.readTree(
                    JsonFormat.printer()
                            .usingTypeRegistry(types)
                            .includingDefaultValueFields()
                            .omittingInsignificantWhitespace()
                            .print(answer));
        } catch (IOException e) {
            throw new ContractException("its answer is not as described", e);
        }
    }
}
