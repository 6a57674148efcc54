package org.healthsphere.node.ingest.dicom;

import java.time.Duration;
import java.time.LocalDate;
import org.healthsphere.node.ingest.remote.Remote;

/**
 * An archive of images that speaks DICOMweb.
 *
 * @param since the day of the first studies that are wanted
 * @param days for how many days before the newest one studies are looked at again, since images come late
 * @param every how often to look for what is new
 */
public record ImageArchive(Remote.Place place, LocalDate since, int days, Duration every) {}
