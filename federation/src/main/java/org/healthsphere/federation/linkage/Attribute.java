package org.healthsphere.federation.linkage;

/** What two records may agree on. */
enum Attribute {
    GIVEN,
    FAMILY,
    YEAR,
    MONTH,
    DAY,
    POSTCODE,
    CITY,
    STREET,
    HOUSE_NUMBER,
    PHONE,
    NATIONAL_ID,
    OTHER_ID
}
