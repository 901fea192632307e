package io.anteroom.upload.database;

import io.anteroom.PostgresFixture;
import io.anteroom.TestSettings;
import io.anteroom.async.SuspendAwareClock;
import io.anteroom.cluster.ClusterSettings;
import io.anteroom.cluster.Replica;
import io.anteroom.cluster.ReplicaLeases;
import io.anteroom.upload.SpoolIdStore;
import io.anteroom.upload.SpoolSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A spool in a database, as one replica has it. */
record DatabaseSpoolFixture(
    DatabaseSpool spool,
    DatabaseSpoolAdoption adoption,
    DatabaseCapacity capacity,
    PartitionRotation rotation) {

  static DatabaseSpoolFixture open(PostgresFixture postgres, String... more) {
    List<String> all = new ArrayList<>(Arrays.asList(more));
    all.addAll(List.of("anteroom.spool.kind", "database", "anteroom.spool.directory", "/tmp"));
    SpoolSettings settings = TestSettings.of(SpoolSettings.class, all.toArray(String[]::new));
    Replica replica =
        new Replica(
            new ReplicaLeases(postgres.pool()),
            TestSettings.of(ClusterSettings.class),
            SuspendAwareClock.ofSystem());
    DatabaseSpoolAdoption adoption =
        new DatabaseSpoolAdoption(new SpoolIdStore(postgres.pool()), replica, settings);
    adoption.adopt();
    DatabaseCapacity capacity = new DatabaseCapacity(postgres.pool(), settings);
    DatabaseSpool spool =
        new DatabaseSpool(
            adoption,
            capacity,
            new SpoolFileStore(postgres.pool()),
            new ChunkStore(postgres.pool()),
            settings);
    return new DatabaseSpoolFixture(
        spool, adoption, capacity, new PartitionRotation(postgres.pool(), settings));
  }
}
