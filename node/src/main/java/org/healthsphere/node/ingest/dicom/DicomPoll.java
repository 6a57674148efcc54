package org.healthsphere.node.ingest.dicom;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.healthsphere.node.ingest.Faults;
import org.healthsphere.node.ingest.Ingest;
import org.healthsphere.node.ingest.Receipt;
import org.healthsphere.node.ingest.jdbc.Progress;
import org.healthsphere.node.ingest.remote.Remote;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for studies in an archive of images (DICOMweb, QIDO-RS, PS3.18 chapter 10.6), from the newest day on that is known, and some
 * days before it. Series are asked for when the study is not as it was when they were asked for last.
 */
public final class DicomPoll {
    private static final Logger LOG = LoggerFactory.getLogger(DicomPoll.class);
    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ACCEPT = "application/dicom+json";
    private static final int PAGE = 100;
    private static final int PAGES = 10_000;
    private static final int NOTHING = 204;
    /** Among what a study says whether or not it is asked for: the description, and how many images there are. */
    private static final String FIELDS = "&includefield=00081030&includefield=00201206&includefield=00201208";

    private final String source;
    private final ImageArchive archive;
    private final Remote remote;
    private final Ingest ingest;
    private final Progress progress;
    private final InstantSource clock;
    /** What each study said when its series were taken. */
    private Map<String, Sha256> seen = Map.of();

    public DicomPoll(
            String source, ImageArchive archive, Remote remote, Ingest ingest, Progress progress, InstantSource clock) {
        this.source = source;
        this.archive = archive;
        this.remote = remote;
        this.ingest = ingest;
        this.progress = progress;
        this.clock = clock;
    }

    /** Takes in all that is new; how many studies were taken or set aside. */
    public Outcome<Long> poll() {
        var round = new Round(newest());
        var polled = round.all();
        switch (polled) {
            case Outcome.Success<Long> _ -> {
                seen = Map.copyOf(round.now);
                if (round.last.isAfter(newest())) {
                    progress.set(what(), Bytes.utf8(round.last.toString()));
                }
            }
            case Outcome.Failure<Long>(var fault) -> LOG.warn("studies of {}: {}", source, Faults.text(fault));
        }
        return polled;
    }

    private String what() {
        return source + "/studies";
    }

    private LocalDate newest() {
        return progress.get(what()).map(Bytes::utf8).map(LocalDate::parse).orElse(archive.since());
    }

    /** One look at all that may be new. */
    private final class Round {
        private final LocalDate from;
        private final LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        private final Map<String, Sha256> now = new HashMap<>();
        private LocalDate last;

        Round(LocalDate newest) {
            this.last = newest;
            this.from = newest.minusDays(newest.equals(archive.since()) ? 0 : archive.days());
        }

        Outcome<Long> all() {
            var count = 0L;
            for (var page = 0; page < PAGES; page++) {
                var studies = list("studies?StudyDate=" + DAY.format(from) + "-" + FIELDS, page);
                if (studies instanceof Outcome.Failure<List<JsonNode>>(var fault)) {
                    return Outcome.failed(fault);
                }
                for (var study : studies.orElseThrow()) {
                    var taken = study(study);
                    if (taken instanceof Outcome.Failure<Long>(var fault)) {
                        return Outcome.failed(fault);
                    }
                    count += taken.orElseThrow();
                }
                if (studies.orElseThrow().size() < PAGE) {
                    break;
                }
            }
            return Outcome.of(count);
        }

        private Outcome<Long> study(JsonNode study) {
            var place = DicomPlace.of(study, study.path(""));
            var uid = place.text("StudyInstanceUID").strip();
            if (!uid.matches("[0-9.]{1,64}")) {
                // Without a name of its own it can be asked nothing: it is set aside as it is.
                return take(DicomFeed.message(study, List.of()));
            }
            var digest = Sha256.of(study.toString());
            if (digest.equals(seen.get(uid))) {
                now.put(uid, digest);
                return Outcome.of(0L);
            }
            return series(uid).then(series -> take(DicomFeed.message(study, series))).map(count -> {
                now.put(uid, digest);
                day(place.text("StudyDate"));
                return count;
            });
        }

        /** A study of tomorrow is a mistake, and must not hide those of today. */
        private void day(String text) {
            try {
                var day = LocalDate.parse(text.strip(), DAY);
                if (day.isAfter(last) && !day.isAfter(today)) {
                    last = day;
                }
            } catch (DateTimeParseException _) {
                // It says no day: it moves nothing.
            }
        }
    }

    private Outcome<List<JsonNode>> series(String uid) {
        var all = new ArrayList<JsonNode>();
        for (var page = 0; page < PAGES; page++) {
            var found = list("studies/" + uid + "/series?includefield=0008103E&includefield=00201209", page);
            if (found instanceof Outcome.Failure<List<JsonNode>>) {
                return found;
            }
            all.addAll(found.orElseThrow());
            if (found.orElseThrow().size() < PAGE) {
                break;
            }
        }
        return Outcome.of(List.copyOf(all));
    }

    private Outcome<Long> take(Bytes message) {
        return switch (ingest.take(DicomFeed.KIND, source, message)) {
            case Receipt.Stored _, Receipt.Partly _, Receipt.Quarantined _ -> Outcome.of(1L);
            case Receipt.Repeated _ -> Outcome.of(0L);
            case Receipt.Deferred(var reason) -> Outcome.failed(reason);
        };
    }

    private Outcome<List<JsonNode>> list(String query, int page) {
        return remote.get(query + "&limit=" + PAGE + "&offset=" + page * PAGE, ACCEPT)
                .then(answer -> answer.isGood()
                        ? parsed(answer)
                        : Outcome.failed(new Fault.Unavailable("the archive, " + answer)));
    }

    private static Outcome<List<JsonNode>> parsed(Remote.Answer answer) {
        if (answer.status() == NOTHING || answer.body().length() == 0) {
            return Outcome.of(List.of());
        }
        try {
            var list = new ArrayList<JsonNode>();
            JSON.readTree(answer.body().array()).forEach(list::add);
            return Outcome.of(List.copyOf(list));
        } catch (JsonProcessingException _) {
            return Outcome.failed(new Fault.Unavailable("the archive: its answer is no JSON"));
        } catch (IOException _) {
            return Outcome.failed(new Fault.Unavailable("the archive: its answer cannot be read"));
        }
    }
}
