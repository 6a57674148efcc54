package org.healthsphere.node.validation;

import ca.uhn.fhir.parser.ErrorHandlerAdapter;
import ca.uhn.fhir.parser.IParserErrorHandler;
import java.util.ArrayList;
import java.util.List;
import org.healthsphere.specs.Fault;

/** Gathers what the parser finds wrong; names of elements only, never their content. */
final class XmlProblems extends ErrorHandlerAdapter {
    private static final int MOST = 20;

    private final List<Fault.Problem> found = new ArrayList<>();

    List<Fault.Problem> found() {
        return List.copyOf(found);
    }

    private void add(IParserErrorHandler.IParseLocation location, String element, String what) {
        if (found.size() < MOST) {
            var parent = location == null ? null : location.getParentElementName();
            found.add(new Fault.Problem(parent == null ? element : parent + "." + element, what));
        }
    }

    @Override
    public void unknownElement(IParseLocation location, String element) {
        add(location, element, "is no element here");
    }

    @Override
    public void unknownAttribute(IParseLocation location, String attribute) {
        add(location, attribute, "is no attribute here");
    }

    @Override
    public void unexpectedRepeatingElement(IParseLocation location, String element) {
        add(location, element, "does not repeat");
    }

    @Override
    public void invalidValue(IParseLocation location, String value, String error) {
        add(location, "value", "is no value of its type");
    }
}
