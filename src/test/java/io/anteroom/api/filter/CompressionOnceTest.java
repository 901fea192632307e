package io.anteroom.api.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.anteroom.api.response.Gzip;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer is serialised once, whatever its size. */
class CompressionOnceTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Counts how often it is written. */
  public static final class Counted {

    private final AtomicInteger written = new AtomicInteger();
    private final int size;

    private Counted(int size) {
      this.size = size;
    }

    public String getWords() {
      written.incrementAndGet();
      return "x".repeat(size);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, Gzip.MIN, 10_000, Gzip.MAX + 1})
  void anAnswerIsSerialisedOnce(int size) throws Exception {
    Counted counted = new Counted(size);
    AtomicReference<Object> sent = new AtomicReference<>(counted);
    new CompressionFilter(mapper()).compress(request(), response(sent));
    JSON.writeValueAsBytes(sent.get());
    assertEquals(1, counted.written.get());
    assertEquals(byte[].class, sent.get().getClass());
  }

  private static ContainerRequestContext request() {
    MultivaluedMap<String, String> headers = new MultivaluedHashMap<>();
    headers.putSingle(HttpHeaders.ACCEPT_ENCODING, Gzip.CODING);
    return of(ContainerRequestContext.class, Map.of("getHeaders", arguments -> headers));
  }

  private static ContainerResponseContext response(AtomicReference<Object> entity) {
    MultivaluedMap<String, Object> headers = new MultivaluedHashMap<>();
    return of(
        ContainerResponseContext.class,
        Map.of(
            "getMediaType", arguments -> MediaType.APPLICATION_JSON_TYPE,
            "hasEntity", arguments -> true,
            "getEntity", arguments -> entity.get(),
            "getHeaders", arguments -> headers,
            "setEntity",
                arguments -> {
                  entity.set(arguments[0]);
                  return null;
                }));
  }

  @SuppressWarnings("unchecked")
  private static Instance<ObjectMapper> mapper() {
    return of(Instance.class, Map.of("get", arguments -> JSON));
  }

  private static <T> T of(Class<T> type, Map<String, Function<Object[], Object>> methods) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> methods.get(method.getName()).apply(arguments)));
  }
}
