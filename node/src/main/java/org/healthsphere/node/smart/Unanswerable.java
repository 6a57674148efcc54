package org.healthsphere.node.smart;

/** Why an app's request cannot even be answered: until app and redirect are known to belong together, nobody is sent anywhere. */
public enum Unanswerable {
    UNKNOWN_APP,
    UNKNOWN_REDIRECT
}
