package io.serai.bot;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * The bot.
 *
 * @param plugins who is asked, in order; left out: handover, then order-status and faq side by
 *     side, then fallback
 * @param misses how many messages in a row may stay without understanding before a human takes
 *     over; 2 means: ask once, hand over at the second
 * @param slice the longest one plugin may take; never more than what is left of the turn
 * @param media what becomes of pictures, recordings without a transcript and whatever else has no
 *     words
 * @param replies the folder with the bot's own words; live
 * @param zone in which zone times are told to customers
 */
@ConfigurationProperties("serai.bot")
record BotSettings(
        @Nullable List<Plugin> plugins,
        @DefaultValue("2") int misses,
        @DefaultValue("3s") Duration slice,
        @DefaultValue("hand-over") Media media,
        @DefaultValue("config/replies") Path replies,
        @DefaultValue("Asia/Shanghai") ZoneId zone) {

    private static final double THRESHOLD = 0.5;

    /** What becomes of a message without words. */
    enum Media {
        /** A human looks at it. */
        HAND_OVER,
        /** The bot says nothing and waits for words. */
        IGNORE
    }

    private static final int TOP = 1000;
    private static final int STEP = 10;

    /**
     * One plugin in the list.
     *
     * @param name the bean's {@link BotPlugin#name()}, or the route's: {@code direct:bot.<name>}
     * @param priority the higher one is asked first; left out: 1000 for the first in the list, 10
     *     less for each place after it. Of plugins with the same priority the surest answers
     * @param threshold the confidence below which its proposal is passed over, 0 to 1; left out:
     *     0.5, and 0 for the fallback
     */
    record Plugin(String name, @Nullable Integer priority, @Nullable Double threshold) {

        Plugin {
            if (name == null || name.isBlank()) {
                throw new IllegalArgumentException(
                        "serai.bot.plugins[].name must be set for every plugin");
            }
            if (threshold != null && !(threshold >= 0 && threshold <= 1)) {
                throw new IllegalArgumentException(
                        "serai.bot.plugins[].threshold of " + name + " must be from 0 to 1");
            }
        }

        double least() {
            return threshold != null ? threshold : name.equals(FallbackPlugin.NAME) ? 0 : THRESHOLD;
        }

        int priority(int place) {
            return priority == null ? TOP - STEP * place : priority;
        }
    }

    BotSettings {
        plugins = plugins == null || plugins.isEmpty() ? usual() : List.copyOf(plugins);
        Set<String> names = new HashSet<>();
        for (Plugin plugin : plugins) {
            if (!names.add(plugin.name())) {
                throw new IllegalArgumentException(
                        "serai.bot.plugins names " + plugin.name() + " twice: keep one");
            }
        }
        if (misses < 1) {
            throw new IllegalArgumentException("serai.bot.misses must be 1 or more");
        }
        if (slice.isNegative() || slice.isZero()) {
            throw new IllegalArgumentException("serai.bot.slice must be longer than nothing");
        }
    }

    /** The plugins in the order in which they are asked; those side by side in one group. */
    List<List<Plugin>> ranks() {
        List<Plugin> listed = plugins == null ? usual() : plugins;
        var byRank = new TreeMap<Integer, List<Plugin>>(Comparator.reverseOrder());
        for (int place = 0; place < listed.size(); place++) {
            Plugin plugin = listed.get(place);
            byRank.computeIfAbsent(plugin.priority(place), rank -> new ArrayList<>()).add(plugin);
        }
        return List.copyOf(byRank.values());
    }

    private static List<Plugin> usual() {
        return List.of(
                new Plugin("handover", null, null),
                new Plugin("order-status", 900, null),
                new Plugin("faq", 900, null),
                new Plugin(FallbackPlugin.NAME, 0, null));
    }
}
