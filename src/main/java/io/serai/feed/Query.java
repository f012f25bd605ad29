package io.serai.feed;

import io.serai.store.Cursor;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What a reader asks for.
 *
 * @param after the cursor to go on from
 * @param wanted which events, and how many at once
 * @param patience how long to wait for one
 * @param stream as Server-Sent Events
 */
record Query(Cursor after, Wanted wanted, Duration patience, boolean stream) {

    private static final int USUAL = 100;
    private static final int MOST = 1_000;
    private static final int LONGEST_WAIT = 30;
    private static final int MOST_TYPES = 20;
    private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9.-]{1,64}");

    /**
     * Reads the parameters.
     *
     * @param start where {@code after=0} is
     * @param end where {@code after=latest} is
     * @throws BadQuery if one of them can't be meant
     */
    static Query of(HttpServletRequest request, Supplier<Cursor> start, Supplier<Cursor> end) {
        // A HEAD has no body, in which alone it would be seen that its reader is gone.
        boolean stream =
                "GET".equals(request.getMethod())
                        && prefersStream(Collections.list(request.getHeaders("Accept")));
        int limit = number(request, "limit", 1, MOST, USUAL);
        int wait = number(request, "wait", 0, LONGEST_WAIT, 0);
        List<String> types = types(request.getParameterValues("types"));
        // A browser that comes back keeps its address, and says in the header how far it got.
        String last = stream ? request.getHeader("Last-Event-ID") : null;
        String after = last == null || last.isEmpty() ? request.getParameter("after") : last;
        return new Query(
                cursor(after, start, end),
                new Wanted(types, limit),
                Duration.ofSeconds(wait),
                stream);
    }

    /**
     * Whether a stream is asked for by its name, and pages are not wanted more. Of two wanted alike
     * the first counts: generated clients name all that the document has, pages first, and read to
     * the end of what they get.
     */
    private static boolean prefersStream(List<String> accept) {
        try {
            List<MediaType> ranges = MediaType.parseMediaTypes(accept);
            int named = place(ranges, MediaType.TEXT_EVENT_STREAM);
            if (named < 0) {
                return false;
            }
            int page = place(ranges, MediaType.APPLICATION_JSON);
            double stream = quality(ranges, MediaType.TEXT_EVENT_STREAM);
            double wanted = quality(ranges, MediaType.APPLICATION_JSON);
            boolean first = page < 0 || named < page;
            return stream > wanted || (first && stream > 0 && stream == wanted);
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }

    private static int place(List<MediaType> ranges, MediaType type) {
        return IntStream.range(0, ranges.size())
                .filter(at -> type.equalsTypeAndSubtype(ranges.get(at)))
                .findFirst()
                .orElse(-1);
    }

    /** How much it is wanted: the range that names it most exactly says so. */
    private static double quality(List<MediaType> ranges, MediaType type) {
        return ranges.stream()
                .filter(range -> range.includes(type))
                .min(
                        Comparator.comparing(MediaType::isWildcardType)
                                .thenComparing(MediaType::isWildcardSubtype))
                .map(MediaType::getQualityValue)
                .orElse(0.0);
    }

    private static Cursor cursor(
            @Nullable String after, Supplier<Cursor> start, Supplier<Cursor> end) {
        if (after == null || after.isEmpty() || after.equals("0")) {
            return start.get();
        }
        if (after.equals("latest")) {
            return end.get();
        }
        try {
            return Cursor.of(after);
        } catch (IllegalArgumentException e) {
            throw new BadQuery(
                    "after (or Last-Event-ID) is no cursor: send back one that you were given,"
                            + " unchanged; 0 for the beginning; or latest for what comes from now"
                            + " on");
        }
    }

    private static List<String> types(String @Nullable [] given) {
        if (given == null) {
            return List.of();
        }
        List<String> types =
                Arrays.stream(given)
                        .flatMap(list -> Arrays.stream(list.split(",", -1)))
                        .map(String::strip)
                        .filter(type -> !type.isEmpty())
                        .distinct()
                        .toList();
        if (types.size() > MOST_TYPES
                || !types.stream().allMatch(type -> TYPE.matcher(type).matches())) {
            throw new BadQuery(
                    "types must be at most "
                            + MOST_TYPES
                            + " event types or beginnings of them with commas between, like"
                            + " io.serai.message.,io.serai.order.paid");
        }
        return types;
    }

    private static int number(
            HttpServletRequest request, String name, int least, int most, int usual) {
        String given = request.getParameter(name);
        if (given == null || given.isEmpty()) {
            return usual;
        }
        try {
            int number = Integer.parseInt(given);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new BadQuery(name + " must be a number from " + least + " to " + most);
    }
}
