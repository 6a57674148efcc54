/** What an archive of images knows of its studies (DICOMweb, QIDO-RS). */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.ingest.dicom;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
