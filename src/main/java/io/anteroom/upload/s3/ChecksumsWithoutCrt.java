package io.anteroom.upload.s3;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import software.amazon.awssdk.checksums.SdkChecksum;
import software.amazon.awssdk.checksums.spi.ChecksumAlgorithm;

/**
 * In the native executable the checksums of the SDK are those written in Java. The others need a
 * library in C that Anteroom does not have, and the build of the executable fails on references to
 * it. On the JVM the SDK finds out by itself. Tried with version 2.57 of the SDK.
 */
@TargetClass(className = "software.amazon.awssdk.checksums.internal.ChecksumProvider")
final class ChecksumsWithoutCrt {

  private ChecksumsWithoutCrt() {}

  @Substitute
  static SdkChecksum createCrtCrc32C() {
    return null; // so that the SDK takes that of Java
  }

  @Substitute
  static SdkChecksum crc64NvmeCrtImplementation() {
    throw new UnsupportedOperationException("CRC64NVME by aws-crt, which is not here");
  }

  @Substitute
  static SdkChecksum crtXxHash(ChecksumAlgorithm algorithm) {
    throw new UnsupportedOperationException(algorithm.algorithmId() + " needs aws-crt");
  }
}
