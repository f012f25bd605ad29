package io.serai.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.camel.CamelContext;
import org.apache.camel.TypeConverter;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.transform.Source;
import javax.xml.transform.sax.SAXSource;
import javax.xml.transform.stream.StreamSource;

class SafeXmlTest {

    private static final String BOMB =
            "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><x>&b;</x>";

    @TempDir Path folder;

    @Test
    void plainXmlIsRead() throws Exception {
        String xml = "<?xml version=\"1.0\"?><xml><a><![CDATA[你<好]]></a><!-- c --><b>1</b></xml>";

        XMLStreamReader reader = SafeXml.reader(bytes(xml));
        reader.nextTag();
        reader.nextTag();

        assertThat(reader.getElementText()).isEqualTo("你<好");
        assertThat(reader.nextTag()).isEqualTo(XMLStreamReader.START_ELEMENT);
        assertThat(SafeXml.document(bytes(xml)).getDocumentElement().getTextContent())
                .isEqualTo("你<好1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                BOMB,
                "<!DOCTYPE x><x/>",
                "<!DOCTYPE x SYSTEM \"http://127.0.0.1:1/x.dtd\"><x/>",
                "<!DOCTYPE x [<!ENTITY % p SYSTEM \"http://127.0.0.1:1/p\">%p;]><x/>",
                "<x>&undeclared;</x>",
                "<x><y></x>",
                "not xml",
                ""
            })
    void aDtdOrBrokenXmlIsRefused(String xml) {
        assertThatThrownBy(() -> readAll(SafeXml.reader(bytes(xml))))
                .isInstanceOf(XMLStreamException.class);
        assertThatThrownBy(() -> SafeXml.document(bytes(xml)))
                .isInstanceOf(XMLStreamException.class);
    }

    @Test
    void deepNestingIsRefused() throws Exception {
        String fine = "<a>".repeat(100) + "</a>".repeat(100);
        String deep = "<a>".repeat(101) + "</a>".repeat(101);

        readAll(SafeXml.reader(bytes(fine)));
        SafeXml.document(bytes(fine));

        assertThatThrownBy(() -> readAll(SafeXml.reader(bytes(deep)))).hasMessageContaining("100");
        assertThatThrownBy(() -> SafeXml.document(bytes(deep)))
                .isInstanceOf(XMLStreamException.class);
    }

    @Test
    void aDocumentTooLargeIsRefused() {
        byte[] large = bytes("<x>" + "y".repeat(SafeXml.MAX_BYTES) + "</x>");

        assertThatThrownBy(() -> SafeXml.reader(large)).hasMessageContaining("1048576 bytes");
        assertThatThrownBy(() -> SafeXml.document(large)).hasMessageContaining("1048576 bytes");
    }

    @Test
    void camelsOwnConvertersFetchNothingEither() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "top-secret");
        String xxe = "<!DOCTYPE x [<!ENTITY e SYSTEM \"" + secret.toUri() + "\">]><x>&e;</x>";

        CamelContext camel = new DefaultCamelContext();
        camel.start();
        try {
            var converter = camel.getTypeConverter();
            for (String xml : new String[] {xxe, BOMB}) {
                assertThatThrownBy(() -> converter.mandatoryConvertTo(Document.class, xml));
                assertThatThrownBy(() -> converter.mandatoryConvertTo(Document.class, bytes(xml)));
                Source source = new StreamSource(new StringReader(xml));
                assertThatThrownBy(() -> converter.mandatoryConvertTo(Document.class, source));
            }
            assertThat(textOf(converter.tryConvertTo(XMLStreamReader.class, xxe)))
                    .doesNotContain("top-secret");
            String viaSource = converter.tryConvertTo(String.class, saxOf(converter, xxe));
            assertThat(String.valueOf(viaSource)).doesNotContain("top-secret");
        } finally {
            camel.stop();
        }
    }

    private static Object saxOf(TypeConverter converter, String xml) {
        Object source = converter.tryConvertTo(SAXSource.class, xml);
        return source == null ? "" : source;
    }

    private static String textOf(XMLStreamReader reader) {
        StringBuilder text = new StringBuilder();
        try {
            while (reader != null && reader.hasNext()) {
                if (reader.next() == XMLStreamReader.CHARACTERS) {
                    text.append(reader.getText());
                }
            }
        } catch (XMLStreamException e) {
            text.append("refused");
        }
        return text.toString();
    }

    private static void readAll(XMLStreamReader reader) throws XMLStreamException {
        while (reader.hasNext()) {
            reader.next();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
