package org.healthsphere.node.web.desk;

import java.util.List;
import org.healthsphere.node.web.view.Person;
import org.healthsphere.node.web.view.SiteAnswer;

/**
 * A record that is being asked for.
 *
 * @param handle of the way to it
 * @param heard the hospitals that have answered
 */
public record WaitingView(String handle, Person person, List<SiteAnswer> heard) {
    public WaitingView {
        heard = List.copyOf(heard);
    }
}
