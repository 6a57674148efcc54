package org.healthsphere.keys.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.specs.Outcome;

/** The keys of a node that waits for its certificates, in one file, encrypted as a vault is: so it can wait for days. */
public final class ApplicantFile {
    private final Path path;
    private final LockedFile file;

    public ApplicantFile(Path file) {
        this.path = file;
        this.file = new LockedFile(file, "applicant");
    }

    public boolean exists() {
        return file.exists();
    }

    /** Puts this applicant's keys in the file's place, durable on return. */
    public void write(Applicant applicant, Passphrase passphrase, SecureRandom random) throws IOException {
        file.write(ApplicantContent.encode(applicant), passphrase, random);
    }

    /** The applicant whose keys are in the file, or why they cannot be had. */
    public Outcome<Applicant> open(Passphrase passphrase) throws IOException {
        return file.open(passphrase).then(ApplicantContent::decode);
    }

    /** Once its keys are in a vault. */
    public void delete() throws IOException {
        Files.deleteIfExists(path);
    }
}
