package io.serai.gateway.crm;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.gateway.ContractException;
import io.serai.gateway.SystemReply;
import io.serai.gateway.TransientException;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what WeCom answered: a failure is an {@code errcode}, with HTTP 200. */
public final class WecomReply {

    private static final Logger LOG = LoggerFactory.getLogger(WecomReply.class);

    private final SystemReply replies;

    WecomReply(SystemReply replies) {
        this.replies = replies;
    }

    /** Leaves the answer without its code, null for "no such user". */
    public void read(Exchange exchange) throws TransientException {
        replies.rest(exchange);
        Message message = exchange.getMessage();
        if (!(message.getBody() instanceof ObjectNode answer) || !answer.has("errcode")) {
            throw new ContractException("its answer has no errcode");
        }
        int code = answer.path("errcode").asInt();
        String words = answer.path("errmsg").asText();
        answer.remove("errcode");
        answer.remove("errmsg");
        if (code == WecomErrors.UNKNOWN_USER) {
            message.setBody(null);
        } else if (code != 0) {
            LOG.warn("WeCom refuses a call: {} {}", code, words);
            throw WecomErrors.failure(code);
        }
    }

    /** A member of the directory has a userid, a name and departments; all else may be missing. */
    public void user(Exchange exchange) throws TransientException {
        read(exchange);
        if (exchange.getMessage().getBody() instanceof ObjectNode user
                && !(user.path("userid").isTextual()
                        && user.path("name").isTextual()
                        && user.path("department").isArray())) {
            throw new ContractException("its answer has no userid, name or department");
        }
    }
}
