package io.serai.channel.wechat;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Address;
import io.serai.event.Json;

import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClientException;

import java.io.IOException;

/** Asks WeChat about a follower: {@code GET /cgi-bin/user/info}. */
@Component
class UserInfo {

    private static final String QUERY =
            "/cgi-bin/user/info?access_token={token}&openid={openid}&lang=zh_CN";

    private final WechatAccounts accounts;
    private final AccessTokens tokens;
    private final LazyClient http = new LazyClient();

    UserInfo(WechatAccounts accounts, AccessTokens tokens) {
        this.accounts = accounts;
        this.tokens = tokens;
    }

    /**
     * What the platform says, {@code unionid} among it if the account belongs to an open-platform
     * account.
     *
     * @throws IOException if it says nothing of use; the message names the platform's code
     * @throws TokenUnavailable if there is no access token to be had
     */
    JsonNode of(Address address) throws IOException {
        JsonNode info = ask(address);
        if (ErrorCode.token(info.path("errcode").asInt())) {
            info = ask(address);
        }
        int code = info.path("errcode").asInt();
        if (code != 0) {
            throw new IOException("WeChat answers " + code);
        }
        return info;
    }

    private JsonNode ask(Address address) throws IOException {
        String token = tokens.token(address.channel(), address.account());
        String base = accounts.account(address.channel(), address.account()).apiBase();
        byte[] answer;
        try {
            answer =
                    http.get()
                            .get()
                            .uri(base + QUERY, token, address.user())
                            .retrieve()
                            .body(byte[].class);
        } catch (RestClientException e) {
            // Its message quotes the address, and that has the token.
            throw new IOException("WeChat does not answer: " + e.getClass().getSimpleName());
        }
        JsonNode info = Json.MAPPER.readTree(answer == null ? new byte[0] : answer);
        if (ErrorCode.token(info.path("errcode").asInt())) {
            tokens.refused(address.channel(), address.account(), token);
        }
        return info;
    }
}
