package io.reeldrop.job;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/**
 * What was bought by the job table, as a gateway would book it: by UTC day and model, each task's estimate on the day of its purchase, and
 * what it cost more or less on the day that this became known. Purchases that may never have been made stand apart.
 */
public final class Bookings {

    /**
     * A POST of which nobody knows whether it made a task.
     *
     * @param day    of the POST, in UTC
     * @param micros what it would cost, or null where no price is known
     * @param state  of its job now
     */
    public record Doubt(String jobId, LocalDate day, String model, Long micros, State state) {
    }

    private static final String EVENTS = """
            SELECT e.job_id, e.at, e.state, e.task_id, e.cost_micros, coalesce(j.model, '?') AS model, j.estimate_micros,
                   j.state AS now, j.charged_micros
            FROM job_event e JOIN job j ON j.id = e.job_id
            WHERE j.account IN (:accounts) AND j.bought_day IS NOT NULL ORDER BY e.job_id, e.id""";

    private final LocalDate from;
    private final LocalDate before;
    private final Map<LocalDate, Map<String, Long>> days = new TreeMap<>();
    private final Map<LocalDate, Map<String, Long>> underWay = new TreeMap<>();
    private final List<Doubt> doubts = new ArrayList<>();
    private List<Map<String, Object>> purchase = new ArrayList<>();

    private Bookings(LocalDate from, LocalDate before) {
        this.from = from;
        this.before = before;
    }

    /**
     * @param accounts those that one organisation pays for
     * @param from     first day, in UTC
     * @param before   day after the last
     */
    public static Bookings of(Store store, Collection<String> accounts, LocalDate from, LocalDate before) {
        Bookings bookings = new Bookings(from, before);
        NamedParameterJdbcTemplate jdbc = store.jdbc();
        jdbc.queryForList(EVENTS, new MapSqlParameterSource("accounts", accounts)).forEach(bookings::next);
        bookings.book();
        return bookings;
    }

    /** In millionths of the unit, by day, then by model. */
    public Map<LocalDate, Map<String, Long>> days() {
        return days;
    }

    /** Tasks whose charge is not known yet, by the day of their purchase and by model. */
    public long underWay(LocalDate day, String model) {
        return underWay.getOrDefault(day, Map.of()).getOrDefault(model, 0L);
    }

    /** Oldest first. */
    public List<Doubt> doubts() {
        return doubts;
    }

    private void next(Map<String, Object> event) {
        boolean posts = event.get("state").equals(State.SUBMITTING.name());
        if (posts || !purchase.isEmpty() && !purchase.get(0).get("job_id").equals(event.get("job_id"))) {
            book();
        }
        if (posts || !purchase.isEmpty()) {
            purchase.add(event);
        }
    }

    /** A purchase is all that happened to a job from one POST to the next. */
    private void book() {
        if (purchase.isEmpty()) {
            return;
        }
        Map<String, Object> first = purchase.get(0);
        String model = (String) first.get("model");
        if (purchase.stream().anyMatch(event -> event.get("task_id") != null)) {
            purchase.forEach(event -> add(days, day(event), model, number(event, "cost_micros")));
            State last = State.valueOf((String) purchase.get(purchase.size() - 1).get("state"));
            if (first.get("charged_micros") == null && (last == State.RENDERING || last == State.UNDELIVERED)) {
                add(underWay, day(first), model, 1);
            }
        } else if (doubtful() && in(day(first))) {
            long reserved = purchase.stream().mapToLong(event -> number(event, "cost_micros")).sum();
            doubts.add(new Doubt((String) first.get("job_id"), day(first), model, first.get("estimate_micros") == null ? null : reserved,
                    State.valueOf((String) first.get("now"))));
        }
        purchase = new ArrayList<>();
    }

    private boolean doubtful() {
        // A person who said that there was no task gave the reservation back.
        return purchase.stream().anyMatch(event -> event.get("state").equals(State.IN_DOUBT.name()))
                && (purchase.get(0).get("estimate_micros") == null
                        || purchase.stream().mapToLong(e -> number(e, "cost_micros")).sum() != 0);
    }

    private void add(Map<LocalDate, Map<String, Long>> to, LocalDate day, String model, long amount) {
        if (in(day) && amount != 0) {
            to.computeIfAbsent(day, d -> new TreeMap<>()).merge(model, amount, Long::sum);
        }
    }

    private boolean in(LocalDate day) {
        return !day.isBefore(from) && day.isBefore(before);
    }

    private static LocalDate day(Map<String, Object> event) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(number(event, "at")), ZoneOffset.UTC);
    }

    private static long number(Map<String, Object> event, String column) {
        return ((Number) event.get(column)).longValue();
    }
}
