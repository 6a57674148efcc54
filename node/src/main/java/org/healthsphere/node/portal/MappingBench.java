package org.healthsphere.node.portal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditEvent;
import org.healthsphere.node.audit.AuditLog;
import org.healthsphere.node.ingest.Feed.Place;
import org.healthsphere.node.ingest.Original;
import org.healthsphere.node.ingest.Replays;
import org.healthsphere.node.ingest.Replays.Range;
import org.healthsphere.node.ingest.Replays.Report;
import org.healthsphere.node.ingest.Workbench;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.web.ops.MappingPages;
import org.healthsphere.node.web.ops.MappingSheet;
import org.healthsphere.node.web.view.Asking;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;

/** The workbench, as a page; whose messages somebody sees there is in the audit log before he sees them. */
final class MappingBench implements MappingPages {
    private static final int SURVEYED = 500;
    private static final int LISTED = 100;
    private static final int PART = 32;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Workbench workbench;
    private final Replays replays;
    private final Names names;
    private final AuditLog audit;

    /**
     * What is known by name.
     *
     * @param sources of the hospital
     * @param suggestions what a code may mean
     */
    record Names(List<String> sources, List<String> kinds, CodeSuggestions suggestions) {}

    MappingBench(Workbench workbench, Replays replays, Names names, AuditLog audit) {
        this.workbench = workbench;
        this.replays = replays;
        this.names = names;
        this.audit = audit;
    }

    @Override
    public List<String> sources() {
        return names.sources();
    }

    @Override
    public List<String> kinds() {
        return names.kinds();
    }

    @Override
    public Outcome<MappingSheet.Survey> survey(Asking by, String source) {
        return workbench
                .survey(source, SURVEYED)
                .then(survey -> read(by, survey.patients())
                        .map(_ -> new MappingSheet.Survey(
                                survey.messages(),
                                survey.unmapped().stream().map(this::unmapped).toList(),
                                survey.elements().stream()
                                        .map(e -> new MappingSheet.Element(e.name(), e.times(), e.read()))
                                        .toList(),
                                survey.days().stream().map(MappingBench::day).toList(),
                                survey.findings().stream()
                                        .map(f -> new MappingSheet.Finding(f.what(), f.times()))
                                        .toList())));
    }

    private MappingSheet.Unmapped unmapped(Workbench.Unmapped code) {
        return new MappingSheet.Unmapped(
                code.code().system(),
                code.code().code(),
                code.name(),
                code.patients(),
                names.suggestions().of(code.code(), code.name(), code.targets()));
    }

    private static MappingSheet.Day day(Workbench.Day day) {
        var percent = day.places() == 0 ? 0 : day.read() * 100 / day.places();
        return new MappingSheet.Day(day.day(), day.messages(), day.refused(), percent);
    }

    @Override
    public Outcome<MappingSheet.Preview> preview(Asking by, Trial trial) {
        var kept = kept(trial.text());
        var tried = kept.map(o -> new Workbench.Trial(o.id().kind(), o.id().source(), o.raw()))
                .orElseGet(() -> new Workbench.Trial(trial.kind(), trial.source(), typed(trial)));
        return workbench
                .preview(tried, file(trial))
                .then(preview -> read(by, preview.patients())
                        .map(_ -> new MappingSheet.Preview(
                                lines(preview.places(), tried.raw()), resources(preview), preview.leftOut())));
    }

    private Optional<Original> kept(String text) {
        var name = text.strip();
        return name.length() == PART ? replays.find(name) : Optional.empty();
    }

    /** A form ends lines with CR LF, a message with CR. */
    private static Bytes typed(Trial trial) {
        return Bytes.utf8(trial.kind().equals("v2") ? trial.text().strip().replace("\r\n", "\r") : trial.text());
    }

    private static Optional<Bytes> file(Trial trial) {
        return trial.file().isBlank() ? Optional.empty() : Optional.of(Bytes.utf8(trial.file()));
    }

    private static List<MappingSheet.Line> lines(List<Place> places, Bytes raw) {
        if (places.isEmpty()) {
            return List.of(new MappingSheet.Line(List.of(new MappingSheet.Place("", raw.utf8(), true))));
        }
        Map<Integer, List<MappingSheet.Place>> lines = new TreeMap<>();
        places.forEach(place -> lines.computeIfAbsent(place.at(), _ -> new ArrayList<>())
                .add(new MappingSheet.Place(place.name(), place.text(), place.read())));
        return lines.values().stream().map(MappingSheet.Line::new).toList();
    }

    private static List<MappingSheet.Resource> resources(Workbench.Preview preview) {
        return preview.resources().entrySet().stream()
                .map(e -> new MappingSheet.Resource(e.getKey().type(), pretty(e.getValue())))
                .toList();
    }

    private static String pretty(Bytes json) {
        try {
            return JSON.readTree(json.array()).toPrettyString();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was written here is JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Outcome<MappingSheet.Comparison> compare(Asking by, Trial trial) {
        return workbench
                .compare(trial.kind(), trial.source(), Bytes.utf8(trial.file()), SURVEYED)
                .then(found -> read(by, found.patients())
                        .map(_ -> new MappingSheet.Comparison(
                                found.messages(),
                                found.refused(),
                                found.taken(),
                                found.differences().size(),
                                found.differences().stream()
                                        .limit(LISTED)
                                        .map(d -> new MappingSheet.Difference(d.part(), d.lines()))
                                        .toList())));
    }

    @Override
    public Outcome<Integer> rerun(Asking by, String message, Rerun how) {
        var ordered = event(AuditCode.MESSAGES_REPLAYED, by)
                .naming(List.of("message:" + message).stream()
                        .filter(name -> name.matches("message:[0-9a-f]{32}"))
                        .toList());
        return audit.append(ordered)
                .then(_ -> switch (how) {
                    case REPLAY -> replays.replay(message);
                    case WITHDRAW -> replays.withdraw(message);
                    case RESTORE -> replays.restore(message);
                })
                .map(MappingBench::touched);
    }

    private static int touched(Report report) {
        return report.changed() + report.withdrawn();
    }

    @Override
    public Outcome<List<MappingSheet.Kept>> kept(Asking by, Optional<String> source, Optional<String> id) {
        var found =
                replays.list(new Range(source, Optional.empty(), Instant.MIN, Instant.MAX), Integer.MAX_VALUE).stream()
                        .filter(original -> id.map(original.id().id()::equals).orElse(true))
                        .limit(MOST_KEPT)
                        .toList();
        return audit.append(event(AuditCode.MESSAGE_READ, by))
                .map(_ -> found.stream().map(this::described).toList());
    }

    private MappingSheet.Kept described(Original original) {
        return new MappingSheet.Kept(
                original.part(),
                original.at(),
                original.id().source(),
                original.id().kind(),
                original.id().id(),
                original.withdrawn(),
                replays.told(original).stream().map(ResourceId::toString).toList());
    }

    /** One entry for each patient, so that each learns of it. */
    private Outcome<Boolean> read(Asking by, Collection<String> patients) {
        return audit.append(patients.stream()
                        .filter(ResourceId::isId)
                        .map(patient -> event(AuditCode.MESSAGE_READ, by).about(patient))
                        .toList())
                .map(_ -> true);
    }

    private static AuditEvent event(AuditCode code, Asking by) {
        return AuditEvent.of(code, by.caller().requester(), PurposeOfUse.HOPERAT, by.correlation());
    }
}
