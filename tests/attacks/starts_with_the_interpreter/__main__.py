print('{"score": 70}')
