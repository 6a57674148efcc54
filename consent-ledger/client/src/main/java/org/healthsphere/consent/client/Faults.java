package org.healthsphere.consent.client;

import io.grpc.Status;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.hyperledger.fabric.protos.gateway.ErrorDetail;

/**
 * What a gateway's error means. The contract's own refusals are understood; of all else only the stage is kept, since the text of
 * a gateway may hold addresses.
 */
final class Faults {
    private static final Pattern REFUSAL = Pattern.compile("refused (\\d{3}): ([A-Za-z0-9 .,:_-]{0,300})");

    private Faults() {}

    static Fault of(String stage, Status status, List<ErrorDetail> details) {
        return refusal(status, details).orElseGet(() -> unavailable(stage, status));
    }

    private static Optional<Fault> refusal(Status status, List<ErrorDetail> details) {
        return Stream.concat(
                        details.stream().map(ErrorDetail::getMessage),
                        Optional.ofNullable(status.getDescription()).stream())
                .map(REFUSAL::matcher)
                .filter(java.util.regex.Matcher::find)
                .findFirst()
                .flatMap(match -> fault(Integer.parseInt(match.group(1)), match.group(2)));
    }

    static Optional<Fault> fault(int code, String words) {
        return switch (code) {
            case 400 -> Optional.of(new Fault.Invalid(words));
            case 403 -> Optional.of(new Fault.Forbidden(words));
            case 404 -> Optional.of(new Fault.NotFound(words));
            case 409 -> Optional.of(new Fault.Conflict(words));
            case 410 -> Optional.of(new Fault.Gone(words));
            case 422 -> Optional.of(new Fault.Unprocessable(List.of(new Problem("", words))));
            default -> Optional.empty();
        };
    }

    private static Fault unavailable(String stage, Status status) {
        return switch (status.getCode()) {
            case PERMISSION_DENIED -> new Fault.Forbidden("consent ledger: not a member of the network");
            case UNAUTHENTICATED -> new Fault.Unauthenticated("consent ledger: the certificate is not accepted");
            default -> new Fault.Unavailable("consent ledger: " + stage);
        };
    }
}
