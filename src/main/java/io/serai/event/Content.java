package io.serai.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * What a message says. In JSON the field {@code type} names the kind: {@code
 * {"type":"text","text":"hello"}}.
 *
 * <p>The set is closed on purpose: a channel that meets something else keeps it as {@link
 * Unsupported}, with the raw payload, so that an agent sees that something came and nothing is
 * dropped.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Content.Text.class, name = "text"),
    @JsonSubTypes.Type(value = Content.Image.class, name = "image"),
    @JsonSubTypes.Type(value = Content.Voice.class, name = "voice"),
    @JsonSubTypes.Type(value = Content.Video.class, name = "video"),
    @JsonSubTypes.Type(value = Content.File.class, name = "file"),
    @JsonSubTypes.Type(value = Content.Location.class, name = "location"),
    @JsonSubTypes.Type(value = Content.Link.class, name = "link"),
    @JsonSubTypes.Type(value = Content.Card.class, name = "card"),
    @JsonSubTypes.Type(value = Content.Signal.class, name = "signal"),
    @JsonSubTypes.Type(value = Content.Unsupported.class, name = "unsupported"),
})
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public sealed interface Content {

    /**
     * Plain text.
     *
     * @param text as the customer wrote it, white space and all; may be empty
     * @param menu the id of the menu item that was tapped, where a platform sends taps as text
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Text(String text, @Nullable String menu) implements Content {
        public Text(String text) {
            this(text, null);
        }
    }

    /**
     * A picture, also an animated sticker.
     *
     * @param url where it can be fetched, if the platform gives that
     * @param media the platform's media id
     * @param width in pixels, 0 if unknown
     * @param height in pixels, 0 if unknown
     */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    record Image(@Nullable String url, @Nullable String media, int width, int height)
            implements Content {}

    /**
     * A voice recording.
     *
     * @param url where it can be fetched, if the platform gives that
     * @param media the platform's media id
     * @param format such as {@code amr}
     * @param transcript what the platform's own recognition heard
     */
    record Voice(
            @Nullable String url,
            @Nullable String media,
            @Nullable String format,
            @Nullable String transcript)
            implements Content {}

    /**
     * A film, the customer's own or one of the platform's.
     *
     * @param url where it can be fetched, if the platform gives that
     * @param media the platform's media or item id
     * @param thumbnail the media id of its still
     * @param title its title, where it has one
     */
    record Video(
            @Nullable String url,
            @Nullable String media,
            @Nullable String thumbnail,
            @Nullable String title)
            implements Content {}

    /**
     * Any other file.
     *
     * @param url where it can be fetched
     * @param media the platform's media id
     * @param name the file's name
     * @param size in bytes, 0 if unknown
     */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    record File(@Nullable String url, @Nullable String media, @Nullable String name, long size)
            implements Content {}

    /**
     * A place.
     *
     * @param latitude in degrees, WGS-84 or the platform's own datum
     * @param longitude in degrees
     * @param label what the customer's map calls it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Location(double latitude, double longitude, @Nullable String label) implements Content {}

    /**
     * A link to a page.
     *
     * @param title its title
     * @param description a sentence about it
     * @param url its address; never fetched by the hub
     * @param thumbnail the address of its picture
     */
    record Link(
            @Nullable String title,
            @Nullable String description,
            String url,
            @Nullable String thumbnail)
            implements Content {}

    /**
     * A card with fields: a product, an order, a page of a mini program, a filled-in form.
     *
     * @param kind {@code product}, {@code order}, {@code mini-program} or {@code form}
     * @param title what the card is headed
     * @param fields its fields by name, in the order shown
     */
    record Card(String kind, @Nullable String title, Map<String, String> fields)
            implements Content {
        public Card {
            fields = fields == null ? Map.of() : fields;
        }
    }

    /**
     * Something the customer did rather than said.
     *
     * @param name {@code subscribe}, {@code unsubscribe}, {@code enter}, {@code scan}, {@code
     *     menu}, {@code view}, {@code location}, {@code recall}, {@code read}, {@code authorize},
     *     {@code status} …
     * @param key the menu's key, the scene scanned, the id of the message recalled
     * @param fields whatever else came with it, by the platform's own names
     */
    record Signal(String name, @Nullable String key, Map<String, String> fields)
            implements Content {
        public Signal {
            fields = fields == null ? Map.of() : fields;
        }

        public Signal(String name, @Nullable String key) {
            this(name, key, Map.of());
        }
    }

    /**
     * What the hub has no kind for: kept whole and shown as such.
     *
     * @param original the platform's own type name, {@link #EVENT} before it if nobody spoke to the
     *     merchant
     * @param raw the payload as it came, decrypted
     */
    record Unsupported(String original, String raw) implements Content {

        /** Before the name of what happened, or was said to others: it asks for no answer. */
        public static final String EVENT = "event:";

        /** True if nobody spoke to the merchant. */
        public boolean happened() {
            return original.startsWith(EVENT);
        }
    }

    /** The words in it that a bot or a search can read; empty if there are none. */
    default String words() {
        return switch (this) {
            case Text text -> text.text();
            case Voice voice -> voice.transcript() == null ? "" : voice.transcript();
            default -> "";
        };
    }
}
