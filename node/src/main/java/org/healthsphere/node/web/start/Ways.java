package org.healthsphere.node.web.start;

import java.util.Optional;
import org.healthsphere.node.access.SignIn;
import org.healthsphere.node.access.UserDirectory;
import org.healthsphere.node.openid.StaffProvider;
import org.healthsphere.node.passkeys.PatientKeys;

/**
 * The ways in.
 *
 * @param provider where the hospital's staff proves who it is, if the hospital has such a place
 */
public record Ways(SignIn signIn, UserDirectory users, PatientKeys keys, Optional<StaffProvider> provider) {}
