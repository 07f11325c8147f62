from tests.bench.results import Result
def measure() -> list[Result]: return []
