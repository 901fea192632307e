package io.anteroom.upload.database;

import io.anteroom.PostgresFixture;
import io.anteroom.TestSettings;
import io.anteroom.async.SuspendAwareClock;
import io.anteroom.cluster.ClusterSettings;
import io.anteroom.cluster.Replica;
import io.anteroom.cluster.ReplicaLeases;
import io.anteroom.upload.SpoolIdStore;
import io.anteroom.upload.SpoolSettings;

/** A spool in a database, as one replica has it. */
record DatabaseSpoolFixture(
    DatabaseSpool spool,
    DatabaseSpoolAdoption adoption,
    DatabaseCapacity capacity,
    PartitionRotation rotation) {

  static DatabaseSpoolFixture open(PostgresFixture postgres, String... more) {
    SpoolSettings settings =
        TestSettings.of(
            SpoolSettings.class,
            "anteroom.spool.kind",
            "database",
            "anteroom.spool.directory",
            "/tmp");
    DatabaseSpoolSettings bounds = TestSettings.of(DatabaseSpoolSettings.class, more);
    Replica replica =
        new Replica(
            new ReplicaLeases(postgres.pool()),
            TestSettings.of(ClusterSettings.class),
            SuspendAwareClock.ofSystem());
    DatabaseSpoolAdoption adoption =
        new DatabaseSpoolAdoption(new SpoolIdStore(postgres.pool()), replica, settings);
    adoption.adopt();
    DatabaseCapacity capacity = new DatabaseCapacity(postgres.pool(), settings, bounds);
    DatabaseSpool spool =
        new DatabaseSpool(
            adoption,
            capacity,
            new SpoolFileStore(postgres.pool()),
            new ChunkStore(postgres.pool()),
            bounds);
    return new DatabaseSpoolFixture(
        spool, adoption, capacity, new PartitionRotation(postgres.pool(), settings, bounds));
  }
}
