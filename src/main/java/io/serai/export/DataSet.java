package io.serai.export;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/**
 * What is exported: the columns of a view, in this order. They are only ever added to, at the end.
 */
enum DataSet {
    MESSAGES(
            "bi_messages",
            "id,conversation,seq,channel,account,time,direction,sender,sender_id,content,status,reason"),
    EVENTS(
            "bi_events",
            "id,type,source,subject,time,reason,owner,agent,skill,from_owner,from_agent,status,customer");

    private final String view;
    private final String columns;

    DataSet(String view, String columns) {
        this.view = view;
        this.columns = columns;
    }

    /** As it stands in a file's name and in a URL. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static @Nullable DataSet of(String label) {
        for (DataSet set : values()) {
            if (set.label().equals(label)) {
                return set;
            }
        }
        return null;
    }

    List<String> columns() {
        return List.of(columns.split(","));
    }

    /** A page of it, in the order in which it was stored. */
    String query(boolean text) {
        String said = text ? ", event.body as body" : "";
        String join =
                text
                        ? " join event on event.conversation = shown.conversation and event.seq ="
                                + " shown.seq"
                        : "";
        return "select shown.place as place, shown.number as number, "
                + String.join(", ", columns().stream().map(it -> "shown." + it).toList())
                + said
                + " from "
                + view
                + " shown"
                + join
                + " where shown.place >= ? and (shown.place, shown.number) > (?, ?) and shown.place"
                + " <= ? and shown.time >= ? and shown.time < ? order by shown.place,"
                + " shown.number limit ?";
    }
}
