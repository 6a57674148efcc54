package org.healthsphere.node.web.view;

/** What a patient may keep to himself, in the words of HL7's sensitivity labels (v3-ActCode, InformationSensitivityPolicy). */
public enum Sensitivity {
    MENTAL_HEALTH,
    SUBSTANCE_USE,
    SEXUAL_HEALTH,
    HIV,
    GENETICS,
    VIOLENCE
}
