package io.anteroom.api.filter;

import io.anteroom.api.ApiSettings;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.api.problem.Problems;
import io.anteroom.async.LazyBean;
import io.anteroom.upload.Spool;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * The largest body of a request: what is no upload is held in memory and so is bounded tighter. A
 * length that is said too large is refused before the body is read; one that is not said is counted
 * while it is read.
 */
@Singleton
public class BodyLimitFilter {

  private static final int AFTER_SERVER_LIMIT = 100;
  private static final Pattern DIGITS = Pattern.compile("\\d{1,18}");

  /** What a form may have beside its file. */
  private static final long FORM = 4L * 1024 * 1024;

  /** Files to search with are not kept, and smaller. */
  private static final String SEARCH = "/search/";

  private final LazyBean<ApiSettings> settings;
  private final LazyBean<Spool> spool;

  /** Filters are made while the application is built: what reads the configuration comes later. */
  BodyLimitFilter(Instance<ApiSettings> settings, Instance<Spool> spool) {
    this.settings = new LazyBean<>(settings);
    this.spool = new LazyBean<>(spool);
  }

  void register(@Observes Filters filters) {
    filters.register(this::count, AFTER_SERVER_LIMIT);
  }

  /** Refuses by the length that the request says it has. */
  @ServerRequestFilter(preMatching = true, priority = 2)
  public void refuse(ContainerRequestContext request) {
    String type = request.getHeaderString(HttpHeaders.CONTENT_TYPE);
    long length = length(request.getHeaderString(HttpHeaders.CONTENT_LENGTH));
    String path = request.getUriInfo().getPath();
    long max = max(type, path);
    if (length > max) {
      throw Problems.bodyTooLarge(max);
    }
    if (isForm(type) && (!path.startsWith(SEARCH) || spool.get().isOnDisk())) {
      spool.get().demandThere();
      spool
          .get()
          .refuses(length)
          .ifPresent(
              reason -> {
                throw ProblemType.SPOOL_FULL.with(reason);
              });
    }
  }

  private void count(RoutingContext context) {
    long max = max(context.request().getHeader(HttpHeaders.CONTENT_TYPE), context.normalizedPath());
    context.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, max);
    context.next();
  }

  private long max(String contentType, String path) {
    if (!isForm(contentType)) {
      return settings.get().maxJson();
    }
    long file = path.startsWith(SEARCH) ? settings.get().maxSearchFile() : spool.get().maxFile();
    return file + FORM;
  }

  private static boolean isForm(String contentType) {
    return contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith("multipart/");
  }

  private static long length(String header) {
    return header != null && DIGITS.matcher(header).matches() ? Long.parseLong(header) : 0;
  }
}
