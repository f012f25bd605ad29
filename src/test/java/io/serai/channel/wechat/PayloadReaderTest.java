package io.serai.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.channel.wechat.WechatAccount.Format;
import io.serai.event.Content;
import io.serai.event.Inbound;

import org.junit.jupiter.api.Test;

/** What the platform passes on as a customer wrote it, though the format has no place for it. */
class PayloadReaderTest {

    @Test
    void readsWordsWithCharactersThatXmlDoesNotHave() throws Refused {
        Content content =
                said(
                        "<MsgType>text</MsgType>"
                                + "<Content><![CDATA[a\u001Db \uFFFE\uD83D\uDE00]]></Content>");

        assertThat(content).isEqualTo(new Content.Text("a\uFFFDb \uFFFD\uD83D\uDE00"));
    }

    @Test
    void keepsAPlaceWithoutNumbersWhole() throws Refused {
        Content content =
                said(
                        "<MsgType>location</MsgType>"
                                + "<Location_X>NaN</Location_X><Location_Y>Infinity</Location_Y>");

        assertThat(content).isInstanceOf(Content.Unsupported.class);
    }

    private static Content said(String fields) throws Refused {
        Payload push =
                PayloadReader.read(
                        "<xml><ToUserName>gh_1</ToUserName><FromUserName>o1</FromUserName>"
                                + "<CreateTime>1762913720</CreateTime><MsgId>1</MsgId>"
                                + fields
                                + "</xml>",
                        Format.XML);
        return ((Inbound.Said) Normaliser.normalise("wechat", "main", push)).content();
    }
}
