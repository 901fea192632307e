package io.anteroom.upload;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Chooses the spool by its setting. The others are never made. */
public class SpoolProducer {

  @Produces
  @Singleton
  Spool spool(SpoolSettings settings, @Any Instance<Spool> spools) {
    return spools.select(new OfSpoolKind.Literal(settings.kind())).get();
  }
}
