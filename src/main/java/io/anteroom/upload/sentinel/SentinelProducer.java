package io.anteroom.upload.sentinel;

import io.anteroom.upload.OfSpoolKind;
import io.anteroom.upload.SpoolKind;
import io.anteroom.upload.SpoolSettings;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Chooses the sentinel by the kind of the spool. The database needs none; nobody asks for it. */
public class SentinelProducer {

  @Produces
  @Singleton
  SpoolSentinel sentinel(SpoolSettings settings, @Any Instance<SpoolSentinel> sentinels) {
    SpoolKind kind = settings.kind() == SpoolKind.S3 ? SpoolKind.S3 : SpoolKind.DISK;
    return sentinels.select(new OfSpoolKind.Literal(kind)).get();
  }
}
