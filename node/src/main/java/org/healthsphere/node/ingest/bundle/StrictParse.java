package org.healthsphere.node.ingest.bundle;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.ErrorHandlerAdapter;
import ca.uhn.fhir.parser.IParserErrorHandler;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ScalarType;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ValueType;
import java.util.ArrayList;
import java.util.List;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;

/** Reads with HAPI's model of FHIR R4: unknown elements, wrong types and repetitions are found; missing elements are not. */
public final class StrictParse implements ResourceCheck {
    private final FhirContext fhir = FhirContext.forR4Cached();

    @Override
    public List<Fault.Problem> problems(Bytes resource) {
        var problems = new Problems();
        try {
            var _ = fhir.newJsonParser().setParserErrorHandler(problems).parseResource(resource.utf8());
        } catch (DataFormatException | IllegalArgumentException e) {
            // Its text quotes the resource.
            problems.add("", "not a resource of FHIR R4");
        }
        return List.copyOf(problems.found);
    }

    private static final class Problems extends ErrorHandlerAdapter {
        private final List<Fault.Problem> found = new ArrayList<>();

        void add(String at, String what) {
            found.add(new Fault.Problem(at, what));
        }

        private static String at(IParserErrorHandler.IParseLocation location, String element) {
            var parent = location == null ? null : location.getParentElementName();
            return parent == null ? element : parent + "." + element;
        }

        @Override
        public void unknownElement(IParseLocation location, String element) {
            add(at(location, element), "no such element");
        }

        @Override
        public void unknownAttribute(IParseLocation location, String attribute) {
            add(at(location, attribute), "no such attribute");
        }

        @Override
        public void unexpectedRepeatingElement(IParseLocation location, String element) {
            add(at(location, element), "does not repeat");
        }

        @Override
        public void missingRequiredElement(IParseLocation location, String element) {
            add(at(location, element), "is required");
        }

        @Override
        public void invalidValue(IParseLocation location, String value, String error) {
            add(at(location, "value"), "not a value of its type");
        }

        @Override
        public void incorrectJsonType(
                IParseLocation location,
                String element,
                ValueType expected,
                ScalarType expectedScalar,
                ValueType found,
                ScalarType foundScalar) {
            add(at(location, element), "JSON " + found + " where " + expected + " is expected");
        }
    }
}
