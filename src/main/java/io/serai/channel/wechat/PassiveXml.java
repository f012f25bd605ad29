package io.serai.channel.wechat;

import io.serai.event.Content;

import java.nio.charset.StandardCharsets;

/** The XML of an answer that goes back in a push's own response. */
final class PassiveXml {

    private PassiveXml() {}

    /** True for what fits into a response; the rest goes by the API. */
    static boolean carries(Content content) {
        return switch (content) {
            case Content.Text text ->
                    !text.text().isEmpty()
                            && text.text().getBytes(StandardCharsets.UTF_8).length <= Texts.LONGEST;
            case Content.Image image -> image.media() != null;
            default -> false;
        };
    }

    /**
     * The answer to a push.
     *
     * @param seconds the time, in seconds since 1970
     */
    static String write(String user, String account, long seconds, Content content) {
        return switch (content) {
            case Content.Text text ->
                    frame(user, account, seconds, "text", element("Content", text.text()));
            case Content.Image image when image.media() != null ->
                    frame(
                            user,
                            account,
                            seconds,
                            "image",
                            "<Image>" + element("MediaId", image.media()) + "</Image>");
            default -> throw new IllegalArgumentException("Not for a passive reply: " + content);
        };
    }

    /** The encrypted answer around it. */
    static String seal(WechatCrypto crypto, String encrypt, String seconds, String nonce) {
        return """
        <xml>
        %s
        %s
        <TimeStamp>%s</TimeStamp>
        %s
        </xml>\
        """
                .formatted(
                        element("Encrypt", encrypt),
                        element("MsgSignature", crypto.sign(seconds, nonce, encrypt)),
                        seconds,
                        element("Nonce", nonce));
    }

    private static String frame(
            String user, String account, long seconds, String type, String content) {
        return """
        <xml>
          %s
          %s
          <CreateTime>%d</CreateTime>
          %s
          %s
        </xml>\
        """
                .formatted(
                        element("ToUserName", user),
                        element("FromUserName", account),
                        seconds,
                        element("MsgType", type),
                        content);
    }

    static String element(String name, String text) {
        String safe = Texts.xml(text).replace("]]>", "]]]]><![CDATA[>");
        return "<" + name + "><![CDATA[" + safe + "]]></" + name + ">";
    }
}
