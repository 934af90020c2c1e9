package dev.serin.plan;

import dev.serin.api.v1alpha1.Reasons;
import dev.serin.api.v1alpha1.Schedule;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The windows of a {@link Schedule}. A window is from one instant to another: one that begins or ends in an hour which
 * clocks leave out is moved by as much as they are, and of an hour that comes twice the first one counts.
 */
final class Windows {
    /** The longest wait is for the same day of the next week. */
    private static final int DAYS_AHEAD = 8;

    private static final String MIDNIGHT = "24:00";

    private final Schedule schedule;
    private final ZoneId zone;
    private final LocalTime from;
    private final LocalTime to;
    private final boolean overnight;

    private record Window(Instant opens, Instant closes) {
        boolean includes(Instant now) {
            return !now.isBefore(opens) && now.isBefore(closes);
        }
    }

    private Windows(Schedule schedule) {
        this.schedule = schedule;
        zone = ZoneId.of(schedule.timeZone());
        String[] ends = schedule.hours().split("-", -1);
        from = LocalTime.parse(ends[0]);
        to = ends[1].equals(MIDNIGHT) ? LocalTime.MIDNIGHT : LocalTime.parse(ends[1]);
        overnight = !to.isAfter(from);
    }

    /** When the next window opens; empty while one is open. */
    static Optional<Instant> opens(Schedule schedule, Instant now) {
        var windows = new Windows(schedule);
        boolean open = windows.around(now).anyMatch(window -> window.includes(now));
        return open
                ? Optional.empty()
                : windows.around(now).map(Window::opens).filter(now::isBefore).findFirst();
    }

    /** The schema refuses the shapes; whether there is such a time zone only the operator knows. */
    static Optional<Problem> invalid(Schedule schedule) {
        if (schedule.days().isEmpty() || !schedule.hours().matches(Schedule.HOURS)) {
            return Optional.of(problem("spec.schedule needs days, and hours such as 09:00-17:00"));
        }
        try {
            ZoneId.of(schedule.timeZone());
            return Optional.empty();
        } catch (DateTimeException e) {
            return Optional.of(
                    problem("spec.schedule.timeZone \"%s\" is no time zone: name one such as Europe/Berlin or UTC"
                            .formatted(schedule.timeZone())));
        }
    }

    private static Problem problem(String words) {
        return new Problem(Reasons.SPEC_INVALID, words + ". Traffic stays as it is.");
    }

    private Stream<Window> around(Instant now) {
        LocalDate today = LocalDate.ofInstant(now, zone);
        return LongStream.rangeClosed(-1, DAYS_AHEAD)
                .mapToObj(today::plusDays)
                .filter(this::isNamed)
                .map(date -> new Window(
                        date.atTime(from).atZone(zone).toInstant(),
                        date.plusDays(overnight ? 1 : 0).atTime(to).atZone(zone).toInstant()));
    }

    private boolean isNamed(LocalDate date) {
        String name = date.getDayOfWeek().name();
        return schedule.days().stream()
                .anyMatch(day -> name.startsWith(day.name().toUpperCase(Locale.ROOT)));
    }
}
