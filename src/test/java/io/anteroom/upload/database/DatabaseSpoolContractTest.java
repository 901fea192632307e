package io.anteroom.upload.database;

import io.anteroom.upload.Spool;
import io.anteroom.upload.SpoolContract;

class DatabaseSpoolContractTest extends SpoolContract {

  @Override
  protected Spool open() {
    String max = Integer.toString(MAX_FILE);
    return DatabaseSpoolFixture.open(postgres, "anteroom.spool.database.max-file", max).spool();
  }
}
