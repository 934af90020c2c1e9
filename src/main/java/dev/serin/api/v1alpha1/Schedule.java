package dev.serin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The times in which steps may begin. */
public record Schedule(
        @JsonPropertyDescription("On which days of the week; all of them unless set.")
        List<Day> days,

        @JsonPropertyDescription(
                "From when to when, such as 09:00-17:00. Where the end is before the beginning, as in 22:00-04:00, it is"
                        + " that of the next day, and all of it belongs to the day on which it begins.")
        String hours,

        @JsonPropertyDescription("Whose clocks count: a name of the IANA time zone database, such as Europe/Berlin.")
        String timeZone) {

    public static final List<Day> DEFAULT_DAYS = List.of(Day.values());
    public static final String DEFAULT_HOURS = "00:00-24:00";
    public static final String DEFAULT_TIME_ZONE = "UTC";

    /** What the schema accepts as hours. */
    public static final String HOURS = "^([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$";

    public Schedule(@Nullable List<Day> days, @Nullable String hours, @Nullable String timeZone) {
        this.days = days == null ? DEFAULT_DAYS : List.copyOf(days);
        this.hours = hours == null ? DEFAULT_HOURS : hours;
        this.timeZone = timeZone == null ? DEFAULT_TIME_ZONE : timeZone;
    }

    /** A day of the week, in the order of {@link java.time.DayOfWeek}. */
    public enum Day {
        Mon,
        Tue,
        Wed,
        Thu,
        Fri,
        Sat,
        Sun
    }
}
