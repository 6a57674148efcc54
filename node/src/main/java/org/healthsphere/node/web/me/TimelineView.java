package org.healthsphere.node.web.me;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.healthsphere.node.web.view.Category;
import org.healthsphere.node.web.view.Fact;
import org.healthsphere.node.web.view.MergedView;

/**
 * A record in the order of time, newest first.
 *
 * @param undated what nobody wrote a day to
 */
public record TimelineView(MergedView record, List<Year> years, List<Entry> undated) {
    public TimelineView {
        years = List.copyOf(years);
        undated = List.copyOf(undated);
    }

    /** One year with its days. */
    public record Year(int year, List<Day> days) {
        public Year {
            days = List.copyOf(days);
        }

        public int entries() {
            return days.stream().mapToInt(day -> day.entries().size()).sum();
        }
    }

    /** One day with what it brought. */
    public record Day(LocalDate date, List<Entry> entries) {
        public Day {
            entries = List.copyOf(entries);
        }
    }

    /** A fact and under which heading it stands. */
    public record Entry(Category category, Fact fact) {
        Optional<LocalDate> on() {
            return fact.on();
        }
    }

    static TimelineView of(MergedView record) {
        var entries = record.sections().stream()
                .flatMap(section -> section.facts().stream().map(fact -> new Entry(section.category(), fact)))
                .toList();
        Map<Integer, Map<LocalDate, List<Entry>>> years = new TreeMap<>(Comparator.reverseOrder());
        entries.forEach(entry -> entry.on()
                .ifPresent(date -> years.computeIfAbsent(date.getYear(), _ -> new TreeMap<>(Comparator.reverseOrder()))
                        .computeIfAbsent(date, _ -> new ArrayList<>())
                        .add(entry)));
        return new TimelineView(
                record,
                years.entrySet().stream()
                        .map(year -> new Year(year.getKey(), days(year.getValue())))
                        .toList(),
                entries.stream().filter(entry -> entry.on().isEmpty()).toList());
    }

    private static List<Day> days(Map<LocalDate, List<Entry>> days) {
        return days.entrySet().stream()
                .map(day -> new Day(day.getKey(), day.getValue()))
                .toList();
    }

    @Override
    public String toString() {
        return "TimelineView[REDACTED]";
    }
}
