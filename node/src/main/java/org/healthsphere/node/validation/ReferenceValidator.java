package org.healthsphere.node.validation;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import ca.uhn.fhir.validation.ValidationOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.fhir.Profiles;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;

/**
 * HL7's reference validator, with the profiles of FHIR R4 and those of packages.
 *
 * <p>It is costly: seconds of CPU when it is first asked, tens of milliseconds for a small resource, and nothing can stop it before
 * its end. Whoever asks it does so on a thread that may be lost for a while, one resource at a time.
 */
public final class ReferenceValidator implements Profiles {
    private static final int LONGEST = 512 << 10;
    private static final int MOST_REMARKS = 100;

    private final Packages packages;
    private Optional<Ready> ready = Optional.empty();

    private record Ready(FhirValidator validator, IValidationSupport definitions) {}

    /** With the profiles of these packages, read when it is first asked. */
    public ReferenceValidator(Packages packages) {
        this.packages = packages;
    }

    @Override
    public Outcome<List<Remark>> hold(Bytes resource, List<String> profiles) {
        if (resource.length() > LONGEST) {
            return Outcome.failed(new Fault.TooCostly("a resource of more than 512 KiB is not held against profiles"));
        }
        return ready().then(known -> {
            var unknown = profiles.stream()
                    .filter(profile -> known.definitions().fetchStructureDefinition(profile) == null)
                    .toList();
            return unknown.isEmpty()
                    ? Outcome.of(remarks(known, resource, profiles))
                    : Outcome.failed(new Fault.Unprocessable(unknown.stream()
                            .map(profile -> new Problem(
                                    "profile", profile + " is not known here; its package belongs into fhir.packages"))
                            .toList()));
        });
    }

    private static List<Remark> remarks(Ready ready, Bytes resource, List<String> profiles) {
        var options = new ValidationOptions();
        profiles.forEach(options::addProfile);
        return ready.validator().validateWithResult(resource.utf8(), options).getMessages().stream()
                .limit(MOST_REMARKS)
                .map(ReferenceValidator::remark)
                .toList();
    }

    private static Remark remark(SingleValidationMessage message) {
        return new Remark(
                severity(message.getSeverity()),
                "invariant",
                Optional.ofNullable(message.getLocationString()).orElse(""),
                Optional.ofNullable(message.getMessage()).orElse(""));
    }

    private static Severity severity(ResultSeverityEnum severity) {
        return switch (severity) {
            case FATAL -> Severity.FATAL;
            case ERROR -> Severity.ERROR;
            case WARNING -> Severity.WARNING;
            case INFORMATION -> Severity.INFORMATION;
        };
    }

    private synchronized Outcome<Ready> ready() {
        return ready.map(Outcome::of)
                .orElseGet(() -> packages.definitions().map(definitions -> {
                    var made = made(definitions);
                    ready = Optional.of(made);
                    return made;
                }));
    }

    private static Ready made(List<String> definitions) {
        var fhir = FhirContext.forR4();
        var own = new PrePopulatedValidationSupport(fhir);
        var parser = fhir.newJsonParser();
        definitions.forEach(json -> own.addResource(parser.parseResource(json)));
        var chain = new ArrayList<IValidationSupport>();
        chain.add(own);
        chain.add(new DefaultProfileValidationSupport(fhir));
        chain.add(new CommonCodeSystemsTerminologyService(fhir));
        chain.add(new InMemoryTerminologyServerValidationSupport(fhir));
        chain.add(new SnapshotGeneratingValidationSupport(fhir));
        var support = new ValidationSupportChain(chain.toArray(IValidationSupport[]::new));
        var validator = fhir.newValidator().registerValidatorModule(new FhirInstanceValidator(support));
        return new Ready(validator, support);
    }
}
