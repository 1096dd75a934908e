namespace ChatApp;

/// <summary>A reason not to start that whoever runs ChatApp can mend. Its message is the sentence they read.</summary>
internal sealed class StartRefusedException(string sentence, Exception? cause = null) : Exception(sentence, cause);
