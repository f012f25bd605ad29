package io.serai.export;

import io.serai.edge.Problem;
import io.undertow.servlet.handlers.ServletRequestContext;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.concurrent.atomic.AtomicReference;

/** {@code GET /api/v1/export/{day}.csv}: a day as CSV, for integrators and admins. */
@RestController
class ExportApi {

    private static final Logger log = LoggerFactory.getLogger(ExportApi.class);

    private final Export export;
    private final ExportSettings settings;
    private final Clock clock;

    /** An export reads a day of the store: one at a time will do. */
    private final AtomicReference<@Nullable Reader> turn = new AtomicReference<>();

    ExportApi(Export export, ExportSettings settings, Clock clock) {
        this.export = export;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Gives a day's messages or events, without a word of what was said.
     *
     * @param day such as 2026-11-21
     * @param data {@code messages} or {@code events}
     */
    @GetMapping("/api/v1/export/{day}.csv")
    void export(
            Principal who,
            @PathVariable String day,
            @RequestParam(defaultValue = "messages") String data,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        if (!request.isUserInRole("INTEGRATOR") && !request.isUserInRole("ADMIN")) {
            refuse(response, 403, "Forbidden", "Exports are for integrators and admins.");
            return;
        }
        DataSet set = DataSet.of(data);
        LocalDate date = date(day);
        if (set == null) {
            refuse(response, 400, "Bad Request", "data must be messages or events.");
        } else if (date == null || settings.start(date).isAfter(clock.instant())) {
            refuse(response, 400, "Bad Request", "The day must be one such as 2026-11-21.");
        } else {
            take(who, set, date, response);
        }
    }

    private void take(Principal who, DataSet set, LocalDate day, HttpServletResponse response)
            throws IOException {
        Reader reader =
                new Reader(response.getOutputStream(), ServletRequestContext.current(), clock);
        @Nullable Reader before = turn.compareAndExchange(null, reader);
        if (before != null) {
            if (before.cutIfAsleep()) {
                log.warn("An export's reader took nothing for a minute and is cut off");
            }
            response.setHeader("Retry-After", "10");
            refuse(response, 503, "Busy", "Somebody else exports. Come again later.");
            return;
        }
        try {
            log.info("{} exports {} of {}", who.getName(), set.label(), day);
            answer(set, day, reader, response);
        } finally {
            turn.set(null);
        }
    }

    private void answer(DataSet set, LocalDate day, Reader reader, HttpServletResponse response)
            throws IOException {
        response.setContentType("text/csv;charset=UTF-8;header=present");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader(
                "Content-Disposition",
                "attachment; filename=\"%s-%s.csv\"".formatted(set.label(), day));
        BufferedWriter writer =
                new BufferedWriter(new OutputStreamWriter(reader, StandardCharsets.UTF_8));
        try {
            export.write(set, day, writer);
        } catch (DataAccessException e) {
            if (!response.isCommitted()) {
                response.reset(); // what is answered instead is no CSV
                throw e;
            }
            log.warn("The store went away in the middle of an export; the caller is cut off");
            reader.cut(); // merely ended, half of a day would look like all of it
            return;
        }
        writer.flush();
    }

    private static @Nullable LocalDate date(String day) {
        try {
            // The calendar goes on to years that no store knows, such as +999999999.
            return day.length() == "2026-11-21".length() ? LocalDate.parse(day) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static void refuse(HttpServletResponse response, int status, String title, String why)
            throws IOException {
        new Problem(status, title, why).write(response);
    }
}
