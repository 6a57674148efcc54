package org.healthsphere.consent.fabric;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.healthsphere.keys.CertificateProfile.MspRole;
import org.healthsphere.keys.Passphrase;

/** Makes what a network needs before anything of it runs: authorities, identities, settings. */
record NetworkFounding(
        Path folder, Sites sites, List<X509Certificate> visitors, FabricNetwork.Tools tools, Passphrase passphrase) {

    void make() throws IOException {
        ordering();
        for (var site : sites.hospitals()) {
            hospital(site);
        }
    }

    private void ordering() throws IOException {
        var ordering = Layout.ordering(folder);
        var registry = Registry.found(ordering, passphrase, tools.clock(), tools.random());
        registry.enrol(Organization.ADMIN, MspRole.ADMIN, sites.host());
        for (var site : sites.orderers()) {
            registry.enrol(site.name(), MspRole.ORDERER, sites.host());
            Files.writeString(
                    ordering.home(site.name()).resolve(OrdererSettings.FILE),
                    OrdererSettings.of(site, sites.host(), ordering));
        }
    }

    /** One hospital's authorities, identities and settings. */
    void hospital(Sites.HospitalSite site) throws IOException {
        var hospital = Layout.hospital(folder, site.name());
        var registry = Registry.found(hospital, passphrase, tools.clock(), tools.random());
        registry.enrol(Organization.ADMIN, MspRole.ADMIN, sites.host());
        registry.enrol(Organization.CLIENT, MspRole.CLIENT, sites.host());
        registry.enrol(Organization.PEER, MspRole.PEER, sites.host());
        registry.secure(Organization.CONTRACT, sites.host());
        var home = hospital.home(Organization.PEER);
        Files.writeString(
                home.resolve(PeerSettings.FILE), PeerSettings.of(site, sites.host(), hospital, clients(hospital)));
        ServiceBuilder.write(home);
    }

    private List<Path> clients(Organization hospital) throws IOException {
        List<Path> files = new ArrayList<>(List.of(hospital.tlsAuthorityFile()));
        for (var visitor : visitors) {
            var file = hospital.home(Organization.PEER).resolve("tls/visitors-" + files.size() + ".pem");
            Credential.writeCertificate(file, visitor);
            files.add(file);
        }
        return List.copyOf(files);
    }
}
