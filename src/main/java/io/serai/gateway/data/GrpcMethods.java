package io.serai.gateway.data;

import com.google.protobuf.AnyProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DurationProto;
import com.google.protobuf.EmptyProto;
import com.google.protobuf.FieldMaskProto;
import com.google.protobuf.StructProto;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.WrappersProto;
import com.google.protobuf.util.JsonFormat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The methods that a descriptor set describes: what {@code protoc --include_imports
 * --descriptor_set_out=x.desc} or {@code buf build -o x.json} makes of {@code .proto} files. A file
 * ending in {@code .json} is the same set as JSON.
 */
final class GrpcMethods {

    private final Map<String, FileDescriptorProto> described = new HashMap<>();
    private final Map<String, FileDescriptor> built = new HashMap<>();

    /**
     * @throws IllegalArgumentException naming the file and what is wrong with it
     */
    GrpcMethods(Path file) {
        Stream.of(
                        AnyProto.getDescriptor(),
                        DurationProto.getDescriptor(),
                        EmptyProto.getDescriptor(),
                        FieldMaskProto.getDescriptor(),
                        StructProto.getDescriptor(),
                        TimestampProto.getDescriptor(),
                        WrappersProto.getDescriptor())
                .forEach(known -> built.put(known.getName(), known));
        try {
            set(file).getFileList().forEach(it -> described.put(it.getName(), it));
            for (String name : List.copyOf(described.keySet())) {
                build(name, 0);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    file + " is no descriptor set that can be read: " + e.getMessage(), e);
        } catch (DescriptorValidationException e) {
            throw new IllegalArgumentException(file + " is wrong: " + e.getMessage(), e);
        }
    }

    private static FileDescriptorSet set(Path file) throws IOException {
        if (!file.toString().endsWith(".json")) {
            return FileDescriptorSet.parseFrom(Files.readAllBytes(file));
        }
        FileDescriptorSet.Builder set = FileDescriptorSet.newBuilder();
        JsonFormat.parser()
                .ignoringUnknownFields()
                .merge(Files.readString(file, StandardCharsets.UTF_8), set);
        return set.build();
    }

    private FileDescriptor build(String name, int depth) throws DescriptorValidationException {
        FileDescriptor known = built.get(name);
        if (known != null) {
            return known;
        }
        FileDescriptorProto file = described.get(name);
        if (file == null || depth > 100) {
            throw new IllegalArgumentException(
                    "The descriptor set lacks " + name + "; make it with --include_imports");
        }
        List<FileDescriptor> imports = new ArrayList<>();
        for (String imported : file.getDependencyList()) {
            imports.add(build(imported, depth + 1));
        }
        FileDescriptor made =
                FileDescriptor.buildFrom(file, imports.toArray(FileDescriptor[]::new));
        built.put(name, made);
        return made;
    }

    /**
     * @param name such as {@code stock.v1.StockService/GetStock}
     * @throws IllegalArgumentException if there is none, or it streams
     */
    MethodDescriptor method(String name) {
        MethodDescriptor method =
                built.values().stream()
                        .flatMap(file -> file.getServices().stream())
                        .flatMap(service -> service.getMethods().stream())
                        .filter(
                                it ->
                                        name.equals(
                                                it.getService().getFullName() + "/" + it.getName()))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "The descriptor set has no method " + name));
        if (method.isClientStreaming() || method.isServerStreaming()) {
            throw new IllegalArgumentException(name + " streams; only unary methods are called");
        }
        return method;
    }

    /** For values that hold a message of any type. */
    JsonFormat.TypeRegistry types() {
        List<Descriptor> all =
                built.values().stream().flatMap(file -> file.getMessageTypes().stream()).toList();
        return JsonFormat.TypeRegistry.newBuilder().add(all).build();
    }
}
