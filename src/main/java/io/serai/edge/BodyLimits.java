package io.serai.edge;

import org.springframework.util.unit.DataSize;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** How large a body may be, by path. */
final class BodyLimits {

    private final long usual;
    private final List<Map.Entry<String, DataSize>> special;

    BodyLimits(DataSize usual, Map<String, DataSize> special) {
        this.usual = usual.toBytes();
        this.special =
                special.entrySet().stream()
                        .sorted(Comparator.comparing(entry -> -entry.getKey().length()))
                        .toList();
    }

    /** Bytes a body to that path may have. */
    long forPath(String path) {
        for (Map.Entry<String, DataSize> entry : special) {
            if (path.startsWith(entry.getKey())) {
                return entry.getValue().toBytes();
            }
        }
        return usual;
    }
}
