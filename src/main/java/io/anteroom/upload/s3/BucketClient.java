package io.anteroom.upload.s3;

import io.anteroom.upload.SpoolUnavailableException;
import io.netty.channel.EventLoopGroup;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;

/** Makes the client of the bucket's server, and says how long its calls may take. Stateless. */
final class BucketClient {

  /** A server may copy a large file byte by byte, and say nothing meanwhile. */
  private static final Duration SLOW = Duration.ofMinutes(5);

  /** The sentinel is asked for each second. */
  private static final Duration QUICK = Duration.ofSeconds(4);

  private static final Duration CALL = Duration.ofSeconds(60);
  private static final Duration TRY = Duration.ofSeconds(30);

  private BucketClient() {}

  /**
   * A client of this server. It connects when it is first used.
   *
   * @param loops which it shares with others, and does not close
   */
  static S3AsyncClient of(S3SpoolSettings settings, EventLoopGroup loops) {
    S3AsyncClientBuilder builder =
        S3AsyncClient.builder()
            .region(Region.of(settings.region()))
            .forcePathStyle(settings.pathStyle())
            .credentialsProvider(credentials(settings))
            // Not every S3-compatible server knows the newer checksums, or bodies in chunks.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(S3Configuration.builder().chunkedEncodingEnabled(false).build())
            .overrideConfiguration(o -> o.apiCallTimeout(CALL).apiCallAttemptTimeout(TRY))
            .httpClientBuilder(
                NettyNioAsyncHttpClient.builder()
                    .readTimeout(SLOW)
                    .eventLoopGroup(SdkEventLoopGroup.create(loops)));
    settings.endpoint().map(URI::create).ifPresent(builder::endpointOverride);
    return builder.build();
  }

  static void quick(AwsRequestOverrideConfiguration.Builder call) {
    call.apiCallTimeout(QUICK);
  }

  static void slow(AwsRequestOverrideConfiguration.Builder call) {
    call.apiCallTimeout(SLOW).apiCallAttemptTimeout(SLOW);
  }

  /** Waits for a call, which ends by itself. Not on an event loop. */
  static <T> T await(Uni<T> call) {
    try {
      return call.await().atMost(SLOW.plusSeconds(5));
    } catch (TimeoutException e) {
      throw new SpoolUnavailableException("the bucket does not answer", e);
    }
  }

  /**
   * Whether the credentials would be those of a role by a web identity token. The client cannot get
   * them without the SDK's module for STS, and would silently go on to the node's role.
   */
  static boolean wantsWebIdentity(S3SpoolSettings settings) {
    return settings.accessKey().isEmpty()
        && SdkSystemSetting.AWS_ACCESS_KEY_ID.getStringValue().isEmpty()
        && SdkSystemSetting.AWS_WEB_IDENTITY_TOKEN_FILE.getStringValue().isPresent();
  }

  private static AwsCredentialsProvider credentials(S3SpoolSettings settings) {
    return settings.accessKey().isEmpty()
        ? DefaultCredentialsProvider.builder().asyncCredentialUpdateEnabled(true).build()
        : StaticCredentialsProvider.create(
            AwsBasicCredentials.create(
                settings.accessKey().get(), settings.secretKey().orElseThrow()));
  }
}
