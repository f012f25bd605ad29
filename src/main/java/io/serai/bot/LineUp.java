package io.serai.bot;

import org.apache.camel.ProducerTemplate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The plugins in the order in which they are asked; those of the same priority side by side. */
record LineUp(List<List<Place>> ranks) {

    /**
     * A plugin's place.
     *
     * @param plugin the bean, or the route of that name
     * @param threshold the confidence its proposals must reach
     */
    record Place(BotPlugin plugin, double threshold) {

        boolean takes(Proposal proposal) {
            return proposal.confidence() >= threshold;
        }
    }

    /** A name without a bean is a route's. */
    static LineUp of(BotSettings settings, List<BotPlugin> beans, ProducerTemplate routes) {
        Map<String, BotPlugin> byName = new HashMap<>();
        for (BotPlugin bean : beans) {
            BotPlugin other = byName.put(bean.name(), bean);
            if (other != null) {
                throw new IllegalStateException(
                        "Two bot plugins are named "
                                + bean.name()
                                + ", "
                                + other.getClass().getName()
                                + " and "
                                + bean.getClass().getName()
                                + ": rename one");
            }
        }
        List<List<Place>> ranks = new ArrayList<>();
        for (List<BotSettings.Plugin> rank : settings.ranks()) {
            List<Place> places = new ArrayList<>();
            for (BotSettings.Plugin named : rank) {
                BotPlugin bean = byName.get(named.name());
                places.add(
                        new Place(
                                bean == null ? new RoutePlugin(named.name(), routes) : bean,
                                named.least()));
            }
            ranks.add(List.copyOf(places));
        }
        return new LineUp(List.copyOf(ranks));
    }

    /** True for the one asked after all others. */
    boolean last(Place place) {
        return ranks.getLast().getLast().equals(place);
    }
}
