package io.serai.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UtteranceTest {

    /** What a channel could not send, a bot not read and a screen not show. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'text'} | text",
                "{'type':'text','text':''} | text",
                "{'type':'text','text':null} | text",
                "{'type':'link','title':'t'} | url",
                "{'type':'card','title':'t'} | kind",
                "{'type':'card','kind':'order','fields':{'a':null}} | fields",
                "{'type':'file','url':'https://a/b','size':-1} | size",
                "{'type':'location'} | latitude",
                "{'type':'location','latitude':'NaN','longitude':1} | latitude",
                "{'type':'location','latitude':1e999,'longitude':1} | latitude",
                "{'type':'location','latitude':1,'longitude':181} | longitude",
                "{'type':'image','width':'wide'} | content",
                "{'type':'signal','name':'subscribe'} | content",
                "{'type':'unsupported','original':'a','raw':'b'} | content",
                "{'type':'dance'} | content",
                "{} | content",
                "['a'] | content",
                "null | content",
            })
    void whatIsMissingOrWrongInWhatSomebodySaysIsNamed(String json, String field) {
        assertThatThrownBy(() -> Utterance.of(read(json)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining('"' + field + '"');
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'text','text':' '}",
                "{'type':'link','url':'https://example.com'}",
                "{'type':'card','kind':'order'}",
                "{'type':'card','kind':'order','fields':{'a':'b'}}",
                "{'type':'location','latitude':-90,'longitude':180}",
                "{'type':'image','media':'m'}",
                "{'type':'voice','transcript':'t'}",
                "{'type':'file','name':'n'}",
            })
    void whatCanBeLeftOutMayBe(String json) {
        assertThat(Utterance.of(read(json))).isNotNull();
    }

    private static JsonNode read(String json) {
        return Json.read(json.replace('\'', '"'), JsonNode.class);
    }
}
