package dev.redoubt.model;

import dev.redoubt.Suggestion;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** All model providers on the class path, by scheme. */
public final class ModelProviders {
  private static final Map<String, ModelProvider> BY_SCHEME = load();

  private ModelProviders() {}

  private static Map<String, ModelProvider> load() {
    Map<String, ModelProvider> providers = new TreeMap<>();
    for (ModelProvider provider : ServiceLoader.load(ModelProvider.class)) {
      for (String scheme : provider.schemes()) {
        ModelProvider other = providers.putIfAbsent(scheme, provider);
        if (other != null) {
          throw new IllegalStateException(
              "models " + scheme + ":… have two providers: " + other + " and " + provider);
        }
      }
    }
    return providers;
  }

  /** Whether a text begins with the scheme of a provider: then it is no file name. */
  public static boolean know(String text) {
    int colon = text.indexOf(':');
    return colon > 0 && BY_SCHEME.containsKey(text.substring(0, colon).toLowerCase(Locale.ROOT));
  }

  /**
   * Opens a model.
   *
   * @throws dev.redoubt.BadInputException if no provider has its scheme, or it can't be opened
   */
  public static LabelModel open(ModelRequest request) {
    ModelProvider provider = BY_SCHEME.get(request.scheme().toLowerCase(Locale.ROOT));
    if (provider == null) {
      throw Suggestion.unknown("model scheme", request.scheme(), BY_SCHEME.keySet());
    }
    return provider.open(request);
  }
}
