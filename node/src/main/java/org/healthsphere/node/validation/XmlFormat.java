package org.healthsphere.node.validation;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import java.util.List;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * FHIR's XML, for those who want it: inside of the node everything is JSON (FHIR R4, xml).
 *
 * <p>The reference model is made when somebody first asks; it takes no document type definition and no external entity.
 */
public final class XmlFormat {
    private static final int LONGEST = 16 << 20;

    private static final class Model {
        static final FhirContext R4 = FhirContext.forR4();
    }

    /** {@link Fault.Invalid} names elements that FHIR R4 does not have, and values that are none. */
    public Outcome<Bytes> toJson(Bytes xml) {
        if (xml.length() > LONGEST) {
            return Outcome.failed(new Fault.TooCostly("XML of more than 16 MiB is not taken; send JSON"));
        }
        var problems = new XmlProblems();
        try {
            var resource = settled(Model.R4.newXmlParser())
                    .setParserErrorHandler(problems)
                    .parseResource(xml.utf8());
            return problems.found().isEmpty()
                    ? Outcome.of(Bytes.utf8(settled(Model.R4.newJsonParser()).encodeResourceToString(resource)))
                    : Outcome.failed(new Fault.Invalid(problems.found()));
        } catch (DataFormatException | IllegalArgumentException | IllegalStateException e) {
            // Its text quotes the resource.
            return Outcome.failed(new Fault.Invalid(List.of(new Fault.Problem("", "is no FHIR R4 resource in XML"))));
        } catch (StackOverflowError e) {
            return Outcome.failed(new Fault.Invalid(List.of(new Fault.Problem("", "is nested too deeply"))));
        }
    }

    /** Of a resource that the node itself wrote. */
    public Bytes fromJson(Bytes json) {
        var resource = settled(Model.R4.newJsonParser()).parseResource(json.utf8());
        return Bytes.utf8(settled(Model.R4.newXmlParser()).encodeResourceToString(resource));
    }

    /** Nothing is added, dropped or renamed. */
    private static IParser settled(IParser parser) {
        return parser.setStripVersionsFromReferences(false)
                .setOverrideResourceIdWithBundleEntryFullUrl(false)
                .setSuppressNarratives(false)
                .setOmitResourceId(false);
    }
}
