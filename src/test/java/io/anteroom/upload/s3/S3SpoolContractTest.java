package io.anteroom.upload.s3;

import io.anteroom.S3Server;
import io.anteroom.upload.Spool;
import io.anteroom.upload.SpoolContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class S3SpoolContractTest extends SpoolContract {

  @TempDir private static Path folder;

  private static S3Server server;

  private final String bucket = "bucket-" + UUID.randomUUID();
  private final List<Bucket> opened = new ArrayList<>();

  @BeforeAll
  static void startServer() throws IOException {
    server = new S3Server(folder);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @AfterEach
  void closeClients() {
    opened.forEach(Bucket::close);
  }

  @Override
  protected Spool open() throws IOException {
    server.bucket(bucket);
    S3SpoolFixture fixture =
        S3SpoolFixture.open(server, bucket, "anteroom.spool.max-file", Integer.toString(MAX_FILE));
    opened.add(fixture.bucket());
    return fixture.spool();
  }
}
