package dev.serin.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.api.v1alpha1.Schedule;
import dev.serin.api.v1alpha1.Schedule.Day;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When steps may begin. 2026-11-25 is a Wednesday; clocks in Berlin change on 2026-03-29 and 2026-10-25. */
class WindowsTest {
    private static Schedule schedule(String days, String hours, String zone) {
        List<Day> list = days.equals("all")
                ? Schedule.DEFAULT_DAYS
                : Stream.of(days.split(" ", -1)).map(Day::valueOf).toList();
        return new Schedule(list, hours, zone);
    }

    @ParameterizedTest(name = "{0} {1} {2} at {3}: {4}")
    @CsvSource({
        // In the winter Berlin is an hour ahead of UTC.
        "Mon Tue Wed Thu Fri, 09:00-17:00, Europe/Berlin, 2026-11-25T07:59:59.999Z, 2026-11-25T08:00:00Z",
        "Mon Tue Wed Thu Fri, 09:00-17:00, Europe/Berlin, 2026-11-25T08:00:00Z,     open",
        "Mon Tue Wed Thu Fri, 09:00-17:00, Europe/Berlin, 2026-11-25T15:59:59.999Z, open",
        "Mon Tue Wed Thu Fri, 09:00-17:00, Europe/Berlin, 2026-11-25T16:00:00Z,     2026-11-26T08:00:00Z",
        "Mon Tue Wed Thu Fri, 09:00-17:00, Europe/Berlin, 2026-11-27T16:00:00Z,     2026-11-30T08:00:00Z",
        "Mon Tue Wed Thu Fri, 09:00-17:00, Europe/Berlin, 2026-07-03T07:00:00Z,     open",
        // The same day of the next week is the farthest.
        "Wed,                 09:00-17:00, UTC,           2026-11-25T17:00:00Z,     2026-12-02T09:00:00Z",
        "Wed,                 00:00-24:00, UTC,           2026-11-25T23:59:59Z,     open",
        "Wed,                 00:00-24:00, UTC,           2026-11-26T00:00:00Z,     2026-12-02T00:00:00Z",
        "all,                 00:00-24:00, UTC,           2026-11-26T00:00:00Z,     open",
        // A night belongs to the day on which it begins.
        "Fri,                 22:00-04:00, UTC,           2026-11-27T03:00:00Z,     2026-11-27T22:00:00Z",
        "Fri,                 22:00-04:00, UTC,           2026-11-27T22:00:00Z,     open",
        "Fri,                 22:00-04:00, UTC,           2026-11-28T03:59:59Z,     open",
        "Fri,                 22:00-04:00, UTC,           2026-11-28T04:00:00Z,     2026-12-04T22:00:00Z",
        // Clocks go from 02:00 to 03:00: what would begin or end in between is an hour later by the clock.
        "all,                 02:30-05:00, Europe/Berlin, 2026-03-29T01:29:59Z,     2026-03-29T01:30:00Z",
        "all,                 02:30-05:00, Europe/Berlin, 2026-03-29T02:59:59Z,     open",
        "all,                 02:30-05:00, Europe/Berlin, 2026-03-29T03:00:00Z,     2026-03-30T00:30:00Z",
        "all,                 01:00-02:30, Europe/Berlin, 2026-03-29T01:29:59Z,     open",
        "all,                 01:00-02:30, Europe/Berlin, 2026-03-29T01:30:00Z,     2026-03-29T23:00:00Z",
        // Clocks go from 03:00 back to 02:00: the first hour counts.
        "all,                 02:30-05:00, Europe/Berlin, 2026-10-25T00:30:00Z,     open",
        "all,                 02:30-05:00, Europe/Berlin, 2026-10-25T03:59:59Z,     open",
        "all,                 01:00-02:30, Europe/Berlin, 2026-10-25T00:30:00Z,     2026-10-26T00:00:00Z",
        // The night in which clocks change is an hour shorter or longer.
        "Sat,                 22:00-04:00, Europe/Berlin, 2026-03-29T01:59:59Z,     open",
        "Sat,                 22:00-04:00, Europe/Berlin, 2026-03-29T02:00:00Z,     2026-04-04T20:00:00Z",
        "Sat,                 22:00-04:00, Europe/Berlin, 2026-10-25T02:59:59Z,     open",
        // A day that is another one than in UTC.
        "Mon,                 08:00-12:00, Pacific/Auckland, 2026-11-29T19:00:00Z,  open",
    })
    void opensWhenItSays(String days, String hours, String zone, String now, String opens) {
        Optional<Instant> next = Windows.opens(schedule(days, hours, zone), Instant.parse(now));
        assertThat(next.map(Instant::toString).orElse("open")).isEqualTo(opens);
    }

    @Test
    void itOpensWhenItSaidWhateverTheDay() {
        Schedule schedule = schedule("Sun Tue", "23:30-02:15", "America/New_York");
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        for (int i = 0; i < 400 * 48; i++) {
            Optional<Instant> next = Windows.opens(schedule, now);
            assertThat(next.flatMap(at -> Windows.opens(schedule, at)))
                    .as("at " + now)
                    .isEmpty();
            assertThat(next.flatMap(at -> Windows.opens(schedule, at.minusMillis(1))))
                    .isEqualTo(next);
            now = now.plusSeconds(1800);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Mars/Base", "Europe/Berlln", "berlin"})
    void aZoneThatThereIsNotIsSaid(String zone) {
        assertThat(Windows.invalid(schedule("all", "09:00-17:00", zone)))
                .hasValue(
                        new Problem(
                                "SpecInvalid",
                                "spec.schedule.timeZone \"" + zone
                                        + "\" is no time zone: name one such as Europe/Berlin or UTC. Traffic stays as it is."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"9-17", "09:00-25:00", "09:00", "24:00-09:00", "09:60-10:00"})
    void hoursThatAreNoneAreSaid(String hours) {
        assertThat(Windows.invalid(schedule("all", hours, "UTC"))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+5"})
    void zonesAreKnown(String zone) {
        assertThat(Windows.invalid(schedule("all", "22:00-04:00", zone))).isEmpty();
    }
}
