package io.anteroom.upload.s3;

import io.anteroom.S3Server;
import io.anteroom.TestSettings;
import io.anteroom.async.Ticker;
import io.anteroom.upload.SpoolSettings;
import io.anteroom.upload.sentinel.SpoolAvailability;
import io.vertx.mutiny.core.Vertx;
import java.io.IOException;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The spool in a bucket as a replica has it.
 *
 * @param presence whether the bucket is the spool
 */
record S3SpoolFixture(
    S3Spool spool, Bucket bucket, SpoolAvailability presence, BucketCapacity capacity) {

  /** How many files hold a part at a time. */
  static final int PARTS = 4;

  private static final Vertx VERTX = Vertx.vertx();

  /** Opens it; the bucket becomes the spool unless it is one. */
  static S3SpoolFixture open(S3Server server, String bucketName, String... more)
      throws IOException {
    return open(settings(server, bucketName, S3Server.ACCESS_KEY), more);
  }

  static S3SpoolFixture open(S3SpoolSettings settings, String... more) throws IOException {
    SpoolSettings spool = spoolSettings(more);
    Bucket bucket = bucket(settings);
    SpoolAvailability presence = new SpoolAvailability(new BucketSentinel(bucket), Ticker.SYSTEM);
    presence.expect(presence.make(UUID.randomUUID()));
    presence.check();
    BucketCapacity capacity = new BucketCapacity(() -> bucket, spool);
    return new S3SpoolFixture(
        new S3Spool(bucket, capacity, presence, spool, settings, Ticker.SYSTEM),
        bucket,
        presence,
        capacity);
  }

  static Bucket bucket(S3SpoolSettings settings) {
    return new Bucket(settings, VERTX);
  }

  static SpoolSettings spoolSettings(String... more) {
    String[] all = new String[more.length + 4];
    all[0] = "anteroom.spool.kind";
    all[1] = "s3";
    all[2] = "anteroom.spool.directory";
    all[3] = "/tmp";
    System.arraycopy(more, 0, all, 4, more.length);
    return TestSettings.of(SpoolSettings.class, all);
  }

  static S3SpoolSettings settings(S3Server server, String bucket, String accessKey) {
    return settings(server.endpoint(), bucket, accessKey);
  }

  static S3SpoolSettings settings(
      String endpoint, String bucket, String accessKey, String... more) {
    return TestSettings.of(
        S3SpoolSettings.class,
        Stream.concat(usual(endpoint, bucket, accessKey), Stream.of(more)).toArray(String[]::new));
  }

  private static Stream<String> usual(String endpoint, String bucket, String accessKey) {
    return Stream.of(
        "anteroom.spool.s3.bucket",
        bucket,
        "anteroom.spool.s3.endpoint",
        endpoint,
        "anteroom.spool.s3.path-style",
        "true",
        "anteroom.spool.s3.access-key",
        accessKey,
        "anteroom.spool.s3.secret-key",
        S3Server.SECRET_KEY,
        "anteroom.spool.s3.max-parts",
        Integer.toString(PARTS));
  }
}
