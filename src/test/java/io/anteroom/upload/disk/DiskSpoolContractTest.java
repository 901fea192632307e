package io.anteroom.upload.disk;

import io.anteroom.TestSettings;
import io.anteroom.async.Ticker;
import io.anteroom.upload.Spool;
import io.anteroom.upload.SpoolContract;
import io.anteroom.upload.SpoolSettings;
import io.anteroom.upload.sentinel.SpoolAvailability;
import io.vertx.mutiny.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.io.TempDir;

class DiskSpoolContractTest extends SpoolContract {

  @AutoClose("closeAndAwait")
  private static final Vertx VERTX = Vertx.vertx();

  @TempDir Path folder;

  @Override
  protected Spool open() throws IOException {
    SpoolSettings settings =
        TestSettings.of(
            SpoolSettings.class,
            "anteroom.spool.directory",
            folder.toString(),
            "anteroom.spool.max-file",
            Integer.toString(MAX_FILE));
    SpoolAvailability presence =
        new SpoolAvailability(new DirectorySentinel(settings), Ticker.SYSTEM);
    presence.expect(presence.make(UUID.randomUUID()));
    presence.check();
    SpoolFiles contents = new SpoolFiles(settings, presence);
    SpoolCapacity capacity = new SpoolCapacity(settings, presence, contents);
    return new DiskSpool(settings, presence, contents, capacity, VERTX);
  }
}
